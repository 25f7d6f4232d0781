package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;

/**
 * How far running work has come: {@code percent} from 0 to 100, {@code secondsLeft} estimated, −1
 * while unknown.
 */
public record AnonymizationProgressed(
    UUID jobId, CenterKey centerKey, WorkStage stage, int percent, int secondsLeft)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
