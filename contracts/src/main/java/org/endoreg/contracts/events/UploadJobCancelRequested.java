package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;

/** Somebody wants the job cancelled; whoever works on it stops and says so. */
public record UploadJobCancelRequested(UUID jobId, CenterKey centerKey) implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
