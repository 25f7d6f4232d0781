package org.endoreg.backing;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How one direction of a line behaves now, for all its connections together, and what passed it.
 */
final class Shape {
  /** A change of the rate counts after so long at the latest. */
  private static final int STEPS_PER_SECOND = 20;

  private static final int LARGEST_STEP = 1 << 14;

  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();
  private final Queue<Long> cutPlaces = new PriorityBlockingQueue<>();
  private final Timetable timetable = new Timetable(System.nanoTime());
  private int window = 256 << 10;
  private long delayNanos;
  private long stalledUntil = System.nanoTime();

  synchronized void rate(long bytesPerSecond) {
    timetable.rate(bytesPerSecond, System.nanoTime());
  }

  synchronized void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  synchronized void window(int bytes) {
    window = bytes;
  }

  synchronized int window() {
    return window;
  }

  synchronized void stall(Duration length) {
    stalledUntil = Math.max(stalledUntil, System.nanoTime() + length.toNanos());
    timetable.stillUntil(stalledUntil);
  }

  /** When what comes in now may go out. */
  synchronized long due() {
    return System.nanoTime() + delayNanos;
  }

  /** How many bytes may be written at once. */
  synchronized int step() {
    long rate = timetable.rate();
    return rate == 0
        ? LARGEST_STEP
        : (int) Math.max(1, Math.min(LARGEST_STEP, rate / STEPS_PER_SECOND));
  }

  /** Waits until these bytes may be written. */
  void admit(long due, int bytes) throws InterruptedException {
    sleepUntil(due);
    sleepUntil(turn(due, bytes));
    for (long left = stallLeft(); left > 0; left = stallLeft()) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  private synchronized long turn(long due, int bytes) {
    return timetable.leave(System.nanoTime(), due, bytes);
  }

  private synchronized long stallLeft() {
    return stalledUntil - System.nanoTime();
  }

  private static void sleepUntil(long moment) throws InterruptedException {
    long left = moment - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  void took(int bytes) {
    taken.addAndGet(bytes);
  }

  /** Counts them; true when the line is to be cut behind them. */
  boolean wroteUpToACut(int bytes) {
    long all = delivered.addAndGet(bytes);
    Long next = cutPlaces.peek();
    // only the one thread that takes the place away cuts there
    return next != null && next <= all && cutPlaces.remove(next);
  }

  void planCuts(List<Long> places) {
    cutPlaces.addAll(places);
  }

  long taken() {
    return taken.get();
  }

  long delivered() {
    return delivered.get();
  }
}
