package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;

/**
 * A watcher lives. {@code waitingFiles} files of the center wait in its folders, the oldest since
 * {@code oldestWaitingSeconds} (0 when none does); {@code freeBytes} are left where they lie.
 */
public record WatcherHeartbeat(
    UUID watcherId,
    CenterKey centerKey,
    int waitingFiles,
    long oldestWaitingSeconds,
    long freeBytes)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return watcherId;
  }
}
