package org.endoreg.stack.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A common limit for all bytes that are read for sending. Each read reserves its share of time; who
 * comes too early sleeps. An unused second is not saved up.
 */
final class RateLimit {
  private static final int LARGEST_READ = 65_536;

  private final double nanosPerByte;
  private final LongSupplier nanoClock;
  private final Sleep sleep;
  private long nextAt;

  /** Sleeps; tests do not. */
  @FunctionalInterface
  interface Sleep {
    void nanos(long nanos) throws InterruptedException;
  }

  /** At most so many bytes a second, 0 for no limit. */
  RateLimit(double bytesPerSecond) {
    this(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  RateLimit(double bytesPerSecond, LongSupplier nanoClock, Sleep sleep) {
    this.nanosPerByte = bytesPerSecond <= 0 ? 0 : 1e9 / bytesPerSecond;
    this.nanoClock = nanoClock;
    this.sleep = sleep;
    this.nextAt = nanoClock.getAsLong();
  }

  /** The same bytes, no faster than the limit. */
  InputStream slowed(InputStream in) {
    return new SlowedStream(in);
  }

  private synchronized long reserve(int bytes) {
    long now = nanoClock.getAsLong();
    long at = Math.max(now, nextAt);
    nextAt = at + (long) (bytes * nanosPerByte);
    return at - now;
  }

  private final class SlowedStream extends FilterInputStream {
    SlowedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, Math.min(length, LARGEST_READ));
      if (count > 0) {
        await(reserve(count));
      }
      return count;
    }

    private void await(long nanos) throws IOException {
      try {
        if (nanos > 0) {
          sleep.nanos(nanos);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }
}
