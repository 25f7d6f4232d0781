package org.endoreg.platform.work;

import java.time.Duration;
import org.endoreg.contracts.ProblemCode;

/**
 * When to try again: 30 s, 60 s, 120 s … up to 15 min (spec: ingest, retry numbers). Three retries,
 * and 96 when the disk was full, because somebody needs about a day to make room.
 */
record RetryPlan(Duration first, Duration longest) {
  private static final int USUAL_RETRIES = 3;
  private static final int RETRIES_WITHOUT_SPACE = 96;

  private static final int MOST_DOUBLINGS = 20;

  /** How many retries a failure with this code is worth to most workers. */
  static int usualRetries(ProblemCode code) {
    return code == ProblemCode.INSUFFICIENT_STORAGE ? RETRIES_WITHOUT_SPACE : USUAL_RETRIES;
  }

  /**
   * The pause before the next retry after {@code retries} earlier ones, with {@code jitter} from −1
   * to 1 moving it by up to a fifth.
   */
  Duration pauseAfter(int retries, double jitter) {
    long doubled = first.toMillis() << Math.min(retries, MOST_DOUBLINGS);
    double millis = (double) Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(Math.round(millis * (1 + 0.2 * jitter)));
  }
}
