package org.endoreg.platform.work;

import java.time.Duration;

/**
 * A lease as its holder sees it: lost when the database says so, and also when the database could
 * not be asked for longer than a lease lasts, because then another worker may own the item.
 */
final class HeldLease implements LeaseWatch {
  private final long nanos;
  private volatile long confirmed = System.nanoTime();
  private volatile boolean lost;
  private volatile boolean cancelled;

  HeldLease(Duration lease) {
    this.nanos = lease.toNanos();
  }

  void renewedAt(long nanoTime) {
    confirmed = nanoTime;
  }

  void lose() {
    lost = true;
  }

  void cancel() {
    cancelled = true;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public boolean isLost() {
    return lost || System.nanoTime() - confirmed > nanos;
  }
}
