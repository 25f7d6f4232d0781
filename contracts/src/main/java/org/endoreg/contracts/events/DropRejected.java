package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A boundary found a drop that breaks its contract. The bytes, and the sidecar when there is one,
 * are kept encrypted until a person decides.
 */
public record DropRejected(
    UUID submissionId,
    CenterKey centerKey,
    IngestFolder folder,
    ProblemCode code,
    Sha256 sha256,
    long sizeBytes,
    BlobKey blobKey,
    @Nullable BlobKey sidecarBlobKey)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return submissionId;
  }
}
