package org.endoreg.ingest.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/**
 * All jobs at a glance, as a whole and by center. A status nobody has is left out of the counts;
 * nothing waiting gives null. {@code durations} counts the jobs of the last seven days by how long
 * they took from acceptance to result.
 */
public record JobSummary(
    Map<UploadStatus, Long> byStatus,
    @Nullable Instant waitingSince,
    List<OfCenter> centers,
    List<Duration> durations) {

  /** The jobs of one center. */
  public record OfCenter(
      CenterKey centerKey,
      Map<UploadStatus, Long> byStatus,
      @Nullable Instant waitingSince,
      @Nullable Long oldestWaitingSeconds) {}

  /** Jobs that took at most so many seconds; null is everything beyond the last bound. */
  public record Duration(@Nullable Long upToSeconds, long jobs) {}
}
