package org.endoreg.ingest.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.ingest.ledger.CleanupStatus;
import org.endoreg.ingest.ledger.UploadJob;
import org.jspecify.annotations.Nullable;

/**
 * Status of one upload as its sender may see it: stable codes and fixed sentences, never text of a
 * document.
 */
public record UploadStatusAnswer(
    UUID id,
    String status,
    CenterKey sourceCenterKey,
    String sourceSystem,
    String ingestMode,
    @Nullable String errorCode,
    @Nullable String errorDetail,
    boolean retryable,
    int retryCount,
    int maxRetries,
    @Nullable Instant nextRetryAt,
    CleanupStatus cleanupStatus,
    @Nullable String stage,
    int percent,
    int secondsLeft,
    Progress progress,
    Links links,
    @Nullable Long mediumId,
    @Nullable Long patientId) {

  static UploadStatusAnswer of(UploadJob job) {
    return new UploadStatusAnswer(
        job.id(),
        job.status().wireName(),
        job.centerKey(),
        job.sourceSystem(),
        job.ingestMode(),
        job.errorCode(),
        job.errorDetail(),
        job.retryable(),
        job.retryCount(),
        job.maxRetries(),
        job.nextRetryAt(),
        job.cleanupStatus(),
        job.stage(),
        job.percent(),
        job.secondsLeft(),
        new Progress(job.stage(), job.percent(), job.secondsLeft()),
        Links.of(job),
        job.mediumId(),
        job.patientId());
  }

  /** How far the work has come; the seconds left are −1 while unknown. */
  public record Progress(@Nullable String stage, int percent, int secondsLeft) {}

  /** Where to look next; {@code previous} is the lost job this one stands in for. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Links(String status, String events, @Nullable String previous) {
    static Links of(UploadJob job) {
      @Nullable UUID previous = job.previousUploadJobId();
      return new Links(
          path(job.id(), "/status/"),
          path(job.id(), "/events"),
          previous == null ? null : path(previous, "/status/"));
    }

    private static String path(UUID id, String suffix) {
      return "/api/upload/" + id + suffix;
    }
  }
}
