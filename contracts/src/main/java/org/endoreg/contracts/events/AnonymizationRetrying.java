package org.endoreg.contracts.events;

import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;

/**
 * An attempt failed for a passing reason and the next one is planned: {@code retryCount} retries
 * are used up of {@code maxRetries}.
 */
public record AnonymizationRetrying(
    UUID jobId,
    CenterKey centerKey,
    ProblemCode code,
    int retryCount,
    int maxRetries,
    Instant nextRetryAt)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
