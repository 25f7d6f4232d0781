package org.endoreg.platform.resumable;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;

/** The row of one upload. The blob key follows from the id, so completing twice hits one blob. */
record ResumableUpload(
    UUID id,
    CenterKey center,
    Concatenation.Kind kind,
    State state,
    long length,
    long offset,
    String extension,
    Optional<String> sourceSystem,
    Optional<String> idempotencyKey,
    Optional<Sha256> declaredSha256,
    String concat,
    Optional<Job> job,
    Instant expiresAt) {

  /** Where an upload is in its life. */
  enum State {
    OPEN,
    COMPLETE,
    EXPIRED,
    REMOVED
  }

  /** What a completed upload became; {@code reused} when the job stood for its bytes before. */
  record Job(UUID id, String url, boolean reused) {}

  BlobKey key() {
    return BlobKey.of(BlobKey.Role.RAW, center, id);
  }

  boolean hasAllBytes() {
    return offset == length;
  }

  boolean isPartial() {
    return kind == Concatenation.Kind.PARTIAL;
  }
}
