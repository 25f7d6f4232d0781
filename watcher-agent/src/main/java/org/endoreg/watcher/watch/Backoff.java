package org.endoreg.watcher.watch;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Pauses that double from {@code first} up to {@code longest}, each spread by a fifth to either
 * side so that many watchers do not come back in the same second. There is no last attempt.
 */
final class Backoff {
  private static final double SPREAD = 0.2;

  private final Duration first;
  private final Duration longest;
  private final DoubleSupplier random;
  private Duration next;

  /** {@code random} gives numbers from 0 to 1. */
  Backoff(Duration first, Duration longest, DoubleSupplier random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.next = first;
  }

  Duration afterFailure() {
    double factor = 1 - SPREAD + 2 * SPREAD * random.getAsDouble();
    Duration pause = Duration.ofNanos((long) (next.toNanos() * factor));
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause;
  }

  void afterSuccess() {
    next = first;
  }
}
