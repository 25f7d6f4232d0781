package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A boundary without a ledger made bytes durable and asks the ledger to accept them. {@code
 * sizeBytes} counts the plain bytes. A file that was anonymized elsewhere brings the sidecar in
 * which a person signed that off; it lies encrypted in {@code sidecarBlobKey}.
 */
public record UploadJobSubmitted(
    UUID submissionId,
    CenterKey centerKey,
    Sha256 sha256,
    long sizeBytes,
    BlobKey blobKey,
    IngestFolder folder,
    @Nullable BlobKey sidecarBlobKey)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return submissionId;
  }
}
