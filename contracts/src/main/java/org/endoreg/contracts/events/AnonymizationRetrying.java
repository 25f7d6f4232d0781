package org.endoreg.contracts.events;

import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * An attempt failed for a passing reason and the next one is planned: {@code retryCount} retries
 * are used up of {@code maxRetries}. {@code attempt} is the one of the acceptance that is worked
 * on, so that a report about an older one can be told apart.
 */
public record AnonymizationRetrying(
    UUID jobId,
    CenterKey centerKey,
    ProblemCode code,
    int retryCount,
    int maxRetries,
    Instant nextRetryAt,
    @Nullable Integer attempt)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
