package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;

/** A worker holds the lease of the job and has begun. */
public record AnonymizationStarted(UUID jobId, CenterKey centerKey) implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
