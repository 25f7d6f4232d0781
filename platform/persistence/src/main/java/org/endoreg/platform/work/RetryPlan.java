package org.endoreg.platform.work;

import java.time.Duration;

/**
 * When to try again: 30 s, 60 s, 120 s … up to 15 min, at most three retries (spec: ingest, retry
 * numbers).
 */
final class RetryPlan {
  private static final int MAX_RETRIES = 3;
  private static final long FIRST_SECONDS = 30;
  private static final long LONGEST_SECONDS = 900;

  private RetryPlan() {}

  /** True while another attempt is allowed after {@code attempt} attempts. */
  static boolean allowsAnother(int attempt) {
    return attempt <= MAX_RETRIES;
  }

  /**
   * The pause after {@code attempt} attempts, with {@code jitter} from −1 to 1 moving it by up to a
   * fifth.
   */
  static Duration pauseAfter(int attempt, double jitter) {
    long seconds = Math.min(FIRST_SECONDS << Math.min(attempt - 1, 10), LONGEST_SECONDS);
    return Duration.ofMillis(Math.round(seconds * 1000 * (1 + 0.2 * jitter)));
  }
}
