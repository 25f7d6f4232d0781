package org.endoreg.ingest.quarantine;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/** A quarantined drop as reviewers see it: no path, no name, no storage key. */
public record QuarantineItem(
    UUID id,
    CenterKey centerKey,
    Sha256 sha256,
    long sizeBytes,
    String folder,
    String reasonCode,
    boolean hasSidecar,
    QuarantineStatus status,
    Instant arrivedAt,
    Instant lastSeenAt,
    @Nullable String decisionReason,
    @Nullable String reviewedBy,
    @Nullable Instant reviewedAt,
    @Nullable Instant deleteEligibleAt,
    @Nullable UUID receiptId,
    @Nullable Instant deletedAt,
    @Nullable String deletedBy,
    @Nullable String errorCode,
    @Nullable UUID uploadJobId) {

  /** The fixed sentence of the reason. */
  @JsonProperty
  public String reasonDetail() {
    return ProblemCode.of(reasonCode).safeText();
  }

  /** Whole days since it arrived. */
  @JsonProperty
  public long ageDays() {
    return Duration.between(arrivedAt, Instant.now()).toDays();
  }
}
