package org.endoreg.watcher.drop;

import java.time.Duration;

/**
 * Time that only moves forward, for durations: a clock that is set back or forth must not make a
 * half-written file look settled.
 */
@FunctionalInterface
public interface Elapsed {
  /** Time since some fixed moment. */
  Duration now();

  /** The monotonic time of this machine. */
  static Elapsed ofThisMachine() {
    long start = System.nanoTime();
    return () -> Duration.ofNanos(System.nanoTime() - start);
  }
}
