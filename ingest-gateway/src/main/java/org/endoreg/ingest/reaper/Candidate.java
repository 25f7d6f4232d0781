package org.endoreg.ingest.reaper;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.ingest.ledger.CleanupStatus;
import org.endoreg.ingest.ledger.UploadStatus;
import org.endoreg.platform.blob.Blob;
import org.jspecify.annotations.Nullable;

/**
 * A job whose source might go. {@code artifact} is its own or that of the job that replaced it;
 * {@code replaced} is true for a failed job whose bytes succeeded later.
 */
record Candidate(
    UUID id,
    CenterKey center,
    UploadStatus status,
    CleanupStatus cleanup,
    String retentionPolicy,
    @Nullable Instant eligibleAt,
    boolean retryable,
    boolean replaced,
    boolean registered,
    boolean signedOff,
    boolean shared,
    Blob source,
    Optional<BlobKey> sidecar,
    Optional<Blob> artifact) {}
