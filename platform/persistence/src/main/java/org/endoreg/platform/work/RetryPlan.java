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

  /** A line to another site may be down for a long weekend. */
  private static final int RETRIES_WITHOUT_HUB = 400;

  private static final int MOST_DOUBLINGS = 20;

  /** How many retries a failure with this code is worth. */
  static int budget(ProblemCode code) {
    return switch (code) {
      case INSUFFICIENT_STORAGE -> RETRIES_WITHOUT_SPACE;
      case HUB_UNAVAILABLE -> RETRIES_WITHOUT_HUB;
      default -> USUAL_RETRIES;
    };
  }

  /** True while another retry is allowed after that many. */
  static boolean allowsAnother(ProblemCode code, int retries) {
    return retries < budget(code);
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
