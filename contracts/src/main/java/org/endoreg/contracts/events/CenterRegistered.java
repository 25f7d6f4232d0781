package org.endoreg.contracts.events;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;

/**
 * The center exists. A retired one takes nothing new, what it has stays readable, and its key is
 * never given again.
 */
public record CenterRegistered(CenterKey centerKey, boolean retired) implements HubEvent {

  /** Always the same for a center, so that compaction keeps the newest statement about it. */
  @Override
  public UUID aggregateId() {
    return UUID.nameUUIDFromBytes(centerKey.value().getBytes(StandardCharsets.UTF_8));
  }
}
