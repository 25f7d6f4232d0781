package org.endoreg.ingest.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Locale;
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
    UploadStatus status,
    @Nullable String errorCode,
    @Nullable String stage,
    int percent,
    int secondsLeft,
    Map<String, Integer> removedByType,
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
    return errorCode == null
        ? null
        : ProblemCode.valueOf(errorCode.toUpperCase(Locale.ROOT)).safeText();
  }
}
