package org.endoreg.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request for the thread that works on it. The event loop goes on until half a
 * mebibyte waits and begins again when little is left, so that a body in pieces of 16 KiB, as TLS
 * makes them, does not wake both threads for every piece. What arrived is read before a failure is
 * told. Read by one thread; an interrupt ends a waiting read and leaves the body as it is.
 */
final class ArrivingBody extends InputStream {
  /** From here on the sender is made to wait, in bytes. */
  private static final int MOST_WAITING = 512 * 1024;

  /** Down to here it stays waiting. */
  private static final int LITTLE_WAITING = 128 * 1024;

  private final HttpServerRequest request;
  private final Duration patience;
  private final long limit;

  /** Guards the five below it. */
  private final Deque<Buffer> arrived = new ArrayDeque<>();

  private int waitingBytes;
  private boolean reading;
  private boolean asked = true;
  private boolean ended;
  private @Nullable Throwable failure;

  private boolean begun;
  private long taken;
  private @Nullable Buffer piece;
  private int readOfPiece;

  /**
   * Touches the request with the first read only.
   *
   * @param patience how long a read waits for a silent sender
   * @param limit bytes the body may have
   */
  ArrivingBody(HttpServerRequest request, Duration patience, long limit) {
    this.request = request;
    this.patience = patience;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws ProblemException when the body has more bytes than the limit
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    @Nullable Buffer readable = readable();
    if (readable == null) {
      return -1;
    }
    int count = Math.min(length, readable.length() - readOfPiece);
    readable.getBytes(readOfPiece, readOfPiece + count, bytes, offset);
    readOfPiece += count;
    return count;
  }

  private @Nullable Buffer readable() throws IOException {
    if (!begun) {
      begun = true;
      begin();
    }
    while (piece == null || readOfPiece == piece.length()) {
      @Nullable Buffer next = next();
      if (next == null) {
        return null;
      }
      piece = next;
      readOfPiece = 0;
      taken += next.length();
      if (taken > limit) {
        throw new ProblemException(ProblemCode.FILE_TOO_LARGE);
      }
    }
    return piece;
  }

  /** The connection's own lock keeps it from ending between the look and the handlers. */
  private void begin() {
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    ConnectionBase connection = (ConnectionBase) request.connection();
    synchronized (connection) {
      if (!connection.channel().isOpen()) {
        fail(new ClosedChannelException());
      } else if (request.isEnded()) {
        end();
      } else {
        request.pause().handler(this::take);
        request.endHandler(nothing -> end()).exceptionHandler(this::fail);
        request.fetch(1);
      }
    }
  }

  /** On the event loop. The lock is not held while asking: the connection has one of its own. */
  private void take(Buffer bytes) {
    boolean more;
    synchronized (arrived) {
      arrived.add(bytes);
      waitingBytes += bytes.length();
      more = waitingBytes < MOST_WAITING;
      asked = more;
      wake();
    }
    if (more) {
      request.fetch(1);
    }
  }

  private @Nullable Buffer next() throws IOException {
    @Nullable Buffer next;
    boolean ask = false;
    synchronized (arrived) {
      awaitSomething();
      next = arrived.poll();
      if (next == null && failure != null) {
        throw new IOException("the body broke off", failure);
      }
      if (next != null) {
        waitingBytes -= next.length();
        ask = !asked && waitingBytes <= LITTLE_WAITING;
        asked |= ask;
      }
    }
    if (ask) {
      request.fetch(1);
    }
    return next;
  }

  /** With the lock held. */
  private void awaitSomething() throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (arrived.isEmpty() && !ended && failure == null) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        failure = new IOException("the sender fell silent");
        request.connection().close();
        return;
      }
      reading = true;
      try {
        arrived.wait(left);
      } catch (InterruptedException stopped) {
        throw new InterruptedIOException();
      } finally {
        reading = false;
      }
    }
  }

  private void end() {
    synchronized (arrived) {
      ended = true;
      wake();
    }
  }

  private void fail(Throwable cause) {
    synchronized (arrived) {
      failure = cause;
      wake();
    }
  }

  private void wake() {
    if (reading) {
      arrived.notifyAll();
    }
  }
}
