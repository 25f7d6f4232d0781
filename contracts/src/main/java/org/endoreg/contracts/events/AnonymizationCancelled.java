package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/**
 * The worker has stopped because the job was to be cancelled, and has published nothing. {@code
 * attempt} is the one of the acceptance that was worked on.
 */
public record AnonymizationCancelled(UUID jobId, CenterKey centerKey, @Nullable Integer attempt)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
