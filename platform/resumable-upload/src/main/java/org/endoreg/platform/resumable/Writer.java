package org.endoreg.platform.resumable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.endoreg.contracts.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * The one request that is writing an upload. Others may ask it to stop, which wakes it when it
 * waits for the sender and never while it touches a file, because an interrupt would close that.
 */
final class Writer implements AutoCloseable {
  private final Runnable whenClosed;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable ProblemCode stopped;
  private @Nullable Thread reading;
  private boolean woken;
  private boolean hasRead;
  private long windowStart = System.nanoTime();
  private long windowBytes;

  Writer(Runnable whenClosed) {
    this.whenClosed = whenClosed;
  }

  /** Another request, the watch over slow senders or the end of the service stopped the writer. */
  static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    Stopped(ProblemCode code) {
      super(code.wireName());
      this.code = code;
    }

    ProblemCode code() {
      return code;
    }
  }

  /**
   * Reads what the sender has sent; waits for it as long as nobody wakes this writer. One that was
   * asked to stop still takes what it finds once: requests that displace each other without end
   * would otherwise never get anywhere.
   */
  int read(InputStream body, byte[] buffer, int length) throws IOException {
    begin();
    int count = -1;
    try {
      count = body.read(buffer, 0, length);
    } catch (InterruptedIOException interrupted) {
      throw stoppedOr(interrupted);
    } finally {
      end(Math.max(0, count));
    }
    return count;
  }

  private synchronized void begin() throws Stopped {
    if (stopped != null && (hasRead || woken)) {
      throw new Stopped(stopped);
    }
    reading = Thread.currentThread();
  }

  private synchronized void end(int bytes) {
    reading = null;
    hasRead = true;
    windowBytes += bytes;
    // An interrupt that came after the last byte must not hit what this thread does next.
    boolean interrupted = Thread.interrupted();
    if (interrupted && stopped == null) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized IOException stoppedOr(InterruptedIOException interrupted) {
    return stopped == null ? interrupted : new Stopped(stopped);
  }

  /** Asks the writer to stop once it has taken what there is. */
  synchronized void ask(ProblemCode reason) {
    if (stopped == null) {
      stopped = reason;
    }
  }

  /** Stops a writer that waits for its sender. */
  synchronized void stop(ProblemCode reason) {
    ask(reason);
    woken = true;
    if (reading != null) {
      reading.interrupt();
    }
  }

  /**
   * Judges the sender once per {@code grace}: what came since the last time, not the average of the
   * whole request, or else a fast beginning would pay for a trickle of hours.
   */
  synchronized void stopIfSlow(Duration grace, long minBytesPerSecond) {
    long elapsed = System.nanoTime() - windowStart;
    if (elapsed < grace.toNanos()) {
      return;
    }
    boolean slow = reading != null && windowBytes * 1_000_000_000.0 / elapsed < minBytesPerSecond;
    windowStart = System.nanoTime();
    windowBytes = 0;
    if (slow) {
      stop(ProblemCode.REQUEST_TIMEOUT);
    }
  }

  boolean awaitEnd(long nanos) {
    try {
      return ended.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException stoppedItself) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    whenClosed.run();
    ended.countDown();
  }
}
