package org.endoreg.transfer.receiving;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A registration that contradicts another one, and what became of it. Conflicts of earlier versions
 * do not know which artifact it was about.
 */
record Conflict(
    long id,
    ConflictKind kind,
    String transferKey,
    @Nullable UUID transferId,
    String sourceNodeKey,
    CenterKey center,
    MediaKind resourceKind,
    Sha256 resourceHash,
    @Nullable Sha256 artifact,
    List<String> differingFields,
    int times,
    Instant firstSeenAt,
    Instant lastSeenAt,
    @Nullable Decided decided) {

  /** Who decided what, when and why. */
  record Decided(ConflictDecision decision, String reason, String by, Instant at) {}

  /** What may be decided now. */
  List<ConflictDecision> allowed() {
    return decided == null ? kind.allowed() : List.of();
  }
}
