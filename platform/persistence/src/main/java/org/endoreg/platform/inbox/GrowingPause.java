package org.endoreg.platform.inbox;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits longer each time, up to a quarter of a minute, and not at all once everything ends. */
final class GrowingPause {
  private static final long FIRST_MILLIS = 250;
  private static final long LONGEST_MILLIS = 15_000;

  private final CountDownLatch stopping;
  private long millis = FIRST_MILLIS;

  GrowingPause(CountDownLatch stopping) {
    this.stopping = stopping;
  }

  void pause() {
    try {
      if (!stopping.await(millis, TimeUnit.MILLISECONDS)) {
        millis = Math.min(millis * 2, LONGEST_MILLIS);
      }
    } catch (InterruptedException unexpected) {
      stopping.countDown();
    }
  }

  /** Something went well: the next pause is short again. */
  void reset() {
    millis = FIRST_MILLIS;
  }
}
