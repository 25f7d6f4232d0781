package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;

/**
 * The ledger holds the job: workers may begin. {@code mediaType} was detected from the content, not
 * from a name.
 */
public record UploadJobAccepted(
    UUID jobId,
    CenterKey centerKey,
    MediaKind kind,
    @Shape(Shape.MEDIA_TYPE) String mediaType,
    Sha256 sha256,
    long sizeBytes,
    BlobKey blobKey)
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
