package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;

/**
 * Whoever signed off that this artifact of the job is anonymized takes that back: it must not leave
 * the site any more. A hub that has it already has to be asked to remove it.
 */
public record SignOffWithdrawn(UUID jobId, CenterKey centerKey, Sha256 artifactSha256)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
