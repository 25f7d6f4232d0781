package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;

/** The worker has stopped because the job was to be cancelled, and has published nothing. */
public record AnonymizationCancelled(UUID jobId, CenterKey centerKey) implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
