package org.endoreg.transfer.receiving;

import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * One transfer as the hub knows it. {@code registration} is canonical JSON, {@code envelope} the
 * one its media come in, {@code receipt} the statement that they were applied; sizes in bytes.
 */
record TransferJob(
    UUID id,
    String transferKey,
    String sourceNodeKey,
    String targetNodeKey,
    CenterKey center,
    MediaKind kind,
    Sha256 resourceHash,
    Sha256 processedSha256,
    String registration,
    TransferStatus status,
    ProcessingDecision decision,
    String cleanupStatus,
    MediaStatus mediaStatus,
    @Nullable String envelope,
    @Nullable Sha256 ciphertextSha256,
    @Nullable Long ciphertextSize,
    @Nullable String mediaProblem,
    @Nullable String receipt,
    @Nullable CiphertextEnd ciphertextEnd,
    Instant createdAt,
    Instant updatedAt) {

  /** When and why the ciphertext was removed. */
  record CiphertextEnd(Instant at, CiphertextRemoval why) {}

  /** Where the transfer and its media stand. */
  TransferState state() {
    return new TransferState(status, mediaStatus);
  }
}
