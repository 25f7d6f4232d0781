package org.endoreg.transfer.receiving;

import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * One of the two registrations that contradict each other, as far as the hub has it; {@code size}
 * in bytes of the artifact. A refused one was not kept: of it no more is known than who sent it and
 * which artifact it was about.
 */
record ConflictSide(
    String nodeKey,
    String transferKey,
    @Nullable UUID transferId,
    @Nullable TransferState state,
    @Nullable Sha256 artifact,
    @Nullable Long size,
    Instant registeredAt,
    @Nullable Instant appliedAt) {}
