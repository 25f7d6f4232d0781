package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/**
 * A worker holds the lease of the job and has begun. The fencing token grows with every worker that
 * takes the job over, also from one attempt of the acceptance to the next.
 */
public record AnonymizationStarted(
    UUID jobId, CenterKey centerKey, @Nullable Long fencingToken, @Nullable Integer attempt)
    implements HubEvent {

  /** Work whose attempt is not told. */
  public AnonymizationStarted(UUID jobId, CenterKey centerKey, @Nullable Long fencingToken) {
    this(jobId, centerKey, fencingToken, null);
  }

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
