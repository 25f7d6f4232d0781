package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;

/**
 * Anonymization ended without an artifact; the source is kept. The code says why and what helps.
 */
public record AnonymizationFailed(UUID jobId, CenterKey centerKey, ProblemCode code)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
