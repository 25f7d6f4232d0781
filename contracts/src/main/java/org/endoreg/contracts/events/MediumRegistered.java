package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;

/**
 * The media service serves the artifact under {@code mediumId}, an integer unique across reports
 * and videos.
 */
public record MediumRegistered(
    UUID jobId,
    CenterKey centerKey,
    MediaKind kind,
    long mediumId,
    Sha256 artifactSha256,
    Pseudonym pseudonym)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
