package org.endoreg.transfer.sending;

import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/** One artifact on its way to a hub; sizes in bytes. */
record OutboundTransfer(
    UUID id,
    String transferKey,
    CenterKey center,
    String targetNodeKey,
    UUID jobId,
    MediaKind kind,
    Sha256 resourceHash,
    Sha256 processedSha256,
    long processedSize,
    BlobKey artifact,
    @Nullable BlobKey text,
    Sha256 patientHash,
    Sha256 examinationHash,
    OutboundStatus localStatus,
    @Nullable String failureClass,
    @Nullable String lastError,
    long sentBytes,
    @Nullable Long ciphertextSize,
    @Nullable String remoteStatus,
    String cleanupStatus,
    @Nullable Instant sealedRemovedAt,
    @Nullable Instant withdrawnAt,
    Instant changedAt) {

  /** True when the hub applied what is not signed off any more. */
  boolean needsRecall() {
    return withdrawnAt != null && isApplied();
  }

  /** True when the hub is known here to have applied it. */
  boolean isApplied() {
    return localStatus == OutboundStatus.COMPLETED || "applied".equals(remoteStatus);
  }
}
