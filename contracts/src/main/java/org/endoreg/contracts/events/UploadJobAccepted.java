package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The ledger holds the job: workers may begin. {@code mediaType} was detected from the content, not
 * from a name. {@code attempt} grows with every retry an operator asks for and is null the first
 * time. With {@code sidecarBlobKey} the bytes are anonymized already and a person signed them off.
 */
public record UploadJobAccepted(
    UUID jobId,
    CenterKey centerKey,
    MediaKind kind,
    @Shape(Shape.MEDIA_TYPE) String mediaType,
    Sha256 sha256,
    long sizeBytes,
    BlobKey blobKey,
    @Nullable Integer attempt,
    @Nullable BlobKey sidecarBlobKey)
    implements HubEvent {

  /**
   * @throws IllegalArgumentException when the media type is none
   */
  public UploadJobAccepted {
    Shaped.require("mediaType", Shape.MEDIA_TYPE, mediaType);
  }

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
