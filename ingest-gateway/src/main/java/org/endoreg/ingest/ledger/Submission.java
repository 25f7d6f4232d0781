package org.endoreg.ingest.ledger;

import java.util.Optional;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.platform.blob.Blob;

/**
 * Durable bytes a boundary asks the ledger to accept. {@code idempotencyKey} is empty when the
 * sender gave none; {@code sidecar} is there when a person signed the bytes off elsewhere; {@code
 * createdBy} is the opaque subject of whoever sent them.
 */
public record Submission(
    CenterKey center,
    MediaKind kind,
    String mediaType,
    Blob blob,
    IngestMode mode,
    String sourceSystem,
    String idempotencyKey,
    Optional<BlobKey> sidecar,
    String createdBy) {
  private static final String SYSTEM = "system";

  /** Raw bytes that no signed-in person sent. */
  public Submission(
      CenterKey center,
      MediaKind kind,
      String mediaType,
      Blob blob,
      IngestMode mode,
      String sourceSystem,
      String idempotencyKey) {
    this(
        center,
        kind,
        mediaType,
        blob,
        mode,
        sourceSystem,
        idempotencyKey,
        Optional.empty(),
        SYSTEM);
  }

  /** The same bytes with the sidecar that came with them. */
  public Submission with(BlobKey sidecarKey) {
    return new Submission(
        center,
        kind,
        mediaType,
        blob,
        mode,
        sourceSystem,
        idempotencyKey,
        Optional.of(sidecarKey),
        createdBy);
  }

  /** The same bytes, sent by this person. */
  public Submission by(String subject) {
    return new Submission(
        center, kind, mediaType, blob, mode, sourceSystem, idempotencyKey, sidecar, subject);
  }

  /** Where the bytes belong in the store. */
  public StorageTier tier() {
    return sidecar.isPresent() ? StorageTier.UPLOAD_PREANONYMIZED : mode.tier();
  }
}
