package org.endoreg.ingest.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.jspecify.annotations.Nullable;

/** One row of the ledger as callers may see it: no file name, no storage key, no identity. */
public record UploadJob(
    UUID id,
    CenterKey centerKey,
    MediaKind kind,
    long sizeBytes,
    String ingestMode,
    String sourceSystem,
    String storageTier,
    UploadStatus status,
    @Nullable String errorCode,
    int attempt,
    boolean retryable,
    int retryCount,
    int maxRetries,
    @Nullable Instant nextRetryAt,
    @Nullable Instant lastAttemptAt,
    @Nullable Instant cancellationRequestedAt,
    @Nullable String stage,
    int percent,
    int secondsLeft,
    Map<String, Integer> removedByType,
    boolean humanValidated,
    CleanupStatus cleanupStatus,
    @Nullable UUID cleanupReceiptId,
    @Nullable UUID previousUploadJobId,
    @Nullable Long mediumId,
    @Nullable Long patientId,
    @Nullable Long patientExaminationId,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant finishedAt,
    long changeNumber) {

  /** The fixed sentence of the error code; null for a job without one. */
  @JsonProperty
  public @Nullable String errorDetail() {
    return errorCode == null ? null : ProblemCode.of(errorCode).safeText();
  }
}
