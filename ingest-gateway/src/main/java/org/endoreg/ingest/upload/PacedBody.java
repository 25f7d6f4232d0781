package org.endoreg.ingest.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;

/**
 * A body that must not trickle: after a grace its average rate may not fall below a limit, because
 * every open upload holds a thread. A body that stops altogether is ended by the server's own read
 * timeout.
 */
final class PacedBody extends FilterInputStream {
  private final long bytesPerSecond;
  private final long graceNanos;
  private final LongSupplier nanoTime;
  private final Runnable arrival;
  private final long begun;
  private long count;

  PacedBody(
      InputStream body,
      long bytesPerSecond,
      Duration grace,
      LongSupplier nanoTime,
      Runnable arrival) {
    super(body);
    this.bytesPerSecond = bytesPerSecond;
    this.graceNanos = grace.toNanos();
    this.nanoTime = nanoTime;
    this.arrival = arrival;
    this.begun = nanoTime.getAsLong();
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    arrived(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    arrived(Math.max(read, 0));
    return read;
  }

  private void arrived(int bytes) {
    count += bytes;
    arrival.run();
    long taken = nanoTime.getAsLong() - begun;
    if (taken > graceNanos && count < taken / 1_000_000_000.0 * bytesPerSecond) {
      throw new ProblemException(ProblemCode.REQUEST_TOO_SLOW);
    }
  }
}
