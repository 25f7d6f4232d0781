package org.endoreg.contracts.events;

import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The processed artifact exists, is durable, and an independent re-read found no identifier in it.
 * {@code removedByType} counts what was removed, {@code residualChecked} how many identifiers the
 * re-read looked for. {@code humanValidated} is true when the sender's sidecar states a sign-off.
 */
public record AnonymizationCompleted(
    UUID jobId,
    CenterKey centerKey,
    MediaKind kind,
    Sha256 sourceSha256,
    BlobKey rawBlobKey,
    BlobKey artifactBlobKey,
    Sha256 artifactSha256,
    long artifactSizeBytes,
    @Nullable BlobKey textBlobKey,
    Map<@Shape(Shape.TERM) String, Integer> removedByType,
    int residualChecked,
    @Nullable Integer pages,
    Pseudonym pseudonym,
    long durationMs,
    @Nullable Boolean humanValidated)
    implements HubEvent {

  /**
   * @throws IllegalArgumentException when a count has a key that is no term
   */
  public AnonymizationCompleted {
    Shaped.requireAll(
        "removedByType", Shape.TERM, removedByType == null ? null : removedByType.keySet());
  }

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
