package org.endoreg.contracts.transfer;

import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.Shape;
import org.jspecify.annotations.Nullable;

/** Where a transfer says it comes from; every member may be missing, none is trusted. */
public record TransferProvenance(
    @Nullable @Shape(Shape.TERM) String entrypoint,
    @Nullable @Shape(Wording.NODE_KEY) String sourceNodeKey,
    @Nullable CenterKey sourceCenterKey,
    @Nullable @Shape(Wording.NODE_KEY) String targetNodeKey,
    @Nullable TransferMode transferMode,
    @Nullable ProcessingPolicy processingPolicy,
    @Nullable CleanupPolicy cleanupPolicy) {}
