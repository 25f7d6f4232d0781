package org.endoreg.ingest.ledger;

import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.platform.blob.Blob;

/**
 * Durable bytes a boundary asks the ledger to accept. {@code idempotencyKey} is empty when the
 * sender gave none.
 */
public record Submission(
    CenterKey center,
    MediaKind kind,
    String mediaType,
    Blob blob,
    IngestMode mode,
    String sourceSystem,
    String idempotencyKey) {}
