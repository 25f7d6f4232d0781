package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * Anonymization ended without an artifact; the source is kept. The code says why and what helps.
 * {@code attempt} is the one of the acceptance that was worked on; null speaks of the latest.
 */
public record AnonymizationFailed(
    UUID jobId, CenterKey centerKey, ProblemCode code, @Nullable Integer attempt)
    implements HubEvent {

  /** A failure that ends the job whatever its attempt is. */
  public AnonymizationFailed(UUID jobId, CenterKey centerKey, ProblemCode code) {
    this(jobId, centerKey, code, null);
  }

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
