package org.endoreg.backing;

import java.util.concurrent.TimeUnit;

/**
 * When bytes leave a line that passes so many a second, one behind the other, and stands still at
 * times. Moments are nanoseconds of one clock the caller reads; a thread that looks late does not
 * make the line slower, as long as it is not later than a busy machine makes it.
 */
final class Timetable {
  /**
   * How much of the past may be made up for. More would let bytes rush through that waited for the
   * receiver and not for a thread.
   */
  static final long LATENESS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private long rate;
  private long nextFree;

  /** A line that is free from this moment on; a rate of 0 holds nothing back. */
  Timetable(long now) {
    this.nextFree = now;
  }

  /** Bytes per second from now on. */
  void rate(long bytesPerSecond, long now) {
    rate = bytesPerSecond;
    nextFree = now;
  }

  long rate() {
    return rate;
  }

  /** Nothing leaves before this moment. */
  void stillUntil(long moment) {
    nextFree = Math.max(nextFree, moment);
  }

  /** When the last of these bytes has left, which came to the line's end at {@code due}. */
  long leave(long now, long due, int bytes) {
    if (rate == 0) {
      return due;
    }
    long from = Math.max(Math.max(due, nextFree), now - LATENESS_NANOS);
    nextFree = from + TimeUnit.SECONDS.toNanos(bytes) / rate;
    return nextFree;
  }
}
