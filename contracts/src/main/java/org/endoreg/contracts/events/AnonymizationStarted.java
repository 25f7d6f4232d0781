package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/**
 * A worker holds the lease of the job and has begun. The fencing token grows with every worker that
 * takes the job over.
 */
public record AnonymizationStarted(UUID jobId, CenterKey centerKey, @Nullable Long fencingToken)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
