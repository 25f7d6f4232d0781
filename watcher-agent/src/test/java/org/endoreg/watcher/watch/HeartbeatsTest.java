package org.endoreg.watcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.WatcherHeartbeat;
import org.endoreg.watcher.drop.Look;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T08:00:00Z");

  @Test
  void aHeartbeatSumsUpTheFoldersOfItsCenter() {
    WatcherHeartbeat heartbeat = of(waiting(2, NOW.minusSeconds(30)), waiting(1, NOW), Look.EMPTY);
    assertThat(heartbeat.waitingFiles()).isEqualTo(3);
    assertThat(heartbeat.oldestWaitingSeconds()).isEqualTo(30);
    assertThat(heartbeat.freeBytes()).isEqualTo(77);
  }

  @Test
  void withoutFilesOrWithAClockThatWasSetBackNothingHasWaited() {
    assertThat(of(Look.EMPTY).oldestWaitingSeconds()).isZero();
    assertThat(of(waiting(1, NOW.plusSeconds(3600))).oldestWaitingSeconds()).isZero();
  }

  private static WatcherHeartbeat of(Look... looks) {
    return Heartbeats.of(UUID.randomUUID(), new CenterKey("north"), List.of(looks), 77, NOW);
  }

  private static Look waiting(int files, Instant since) {
    return new Look(List.of(), files, 0, files, Optional.of(since));
  }
}
