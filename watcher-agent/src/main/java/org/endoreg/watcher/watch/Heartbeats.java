package org.endoreg.watcher.watch;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.WatcherHeartbeat;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventProducer;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.watcher.drop.Look;
import org.endoreg.watcher.settings.WatcherSettings;

/**
 * Tells for each center that the watcher lives and what waits. A heartbeat that gets lost harms
 * nobody: the next one says all of it again. The gateway has no route for them yet.
 */
@ApplicationScoped
class Heartbeats {
  private final WatcherSettings settings;
  private final Deployment deployment;
  private final Watcher watcher;
  private final EventProducer producer;
  private final Clock clock;

  Heartbeats(
      WatcherSettings settings,
      Deployment deployment,
      Watcher watcher,
      EventProducer producer,
      Clock clock) {
    this.settings = settings;
    this.deployment = deployment;
    this.watcher = watcher;
    this.producer = producer;
    this.clock = clock;
  }

  @Scheduled(
      every = "${endoreg.watcher.heartbeat:PT30S}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void beat() throws IOException {
    Optional<UUID> id = watcher.id();
    if (id.isEmpty() || !settings.sink().equals(WatcherChecks.VAULT)) {
      return;
    }
    long free = Files.getFileStore(settings.dropDir()).getUsableSpace();
    for (CenterKey center : deployment.centers()) {
      List<Look> looks = watcher.foldersOf(center).stream().map(FolderRounds::last).toList();
      producer.offer(
          Envelopes.of(of(id.orElseThrow(), center, looks, free, clock.instant()), 0, null));
    }
  }

  /** A file that seems to come from the future has waited for no time at all. */
  static WatcherHeartbeat of(
      UUID watcher, CenterKey center, List<Look> looks, long free, Instant now) {
    int waiting = looks.stream().mapToInt(Look::waiting).sum();
    long oldest =
        looks.stream()
            .flatMap(look -> look.oldest().stream())
            .min(Instant::compareTo)
            .map(since -> Math.max(0, Duration.between(since, now).toSeconds()))
            .orElse(0L);
    return new WatcherHeartbeat(watcher, center, waiting, oldest, free);
  }
}
