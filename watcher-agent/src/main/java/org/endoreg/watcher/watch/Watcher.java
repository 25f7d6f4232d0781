package org.endoreg.watcher.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.watcher.drop.DropFolder;
import org.endoreg.watcher.drop.Elapsed;
import org.endoreg.watcher.drop.SettleRule;
import org.endoreg.watcher.drop.Sink;
import org.endoreg.watcher.settings.WatcherSettings;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Watches every drop folder on a thread of its own, so a long video does not hold up reports. */
@ApplicationScoped
public class Watcher {
  private static final Logger LOG = Logger.getLogger(Watcher.class);

  private final WatcherSettings settings;
  private final HubSettings hub;
  private final String brokers;
  private final Deployment deployment;
  private final Sinks sinks;
  private final Elapsed elapsed;
  private final MeterRegistry metrics;
  private final List<FolderRounds> folders = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile boolean running = true;
  private volatile @Nullable WatcherIdentity identity;

  Watcher(
      WatcherSettings settings,
      HubSettings hub,
      @ConfigProperty(name = "kafka.bootstrap.servers") String brokers,
      Deployment deployment,
      Sinks sinks,
      Elapsed elapsed,
      MeterRegistry metrics) {
    this.settings = settings;
    this.hub = hub;
    this.brokers = brokers;
    this.deployment = deployment;
    this.sinks = sinks;
    this.elapsed = elapsed;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent started) throws IOException {
    new WatcherChecks(settings, hub, brokers, deployment.centers()).run();
    identity = WatcherIdentity.take(settings.dropDir());
    Sink sink = sinks.chosen();
    for (CenterKey center : deployment.centers()) {
      for (IngestFolder folder : sink.folders()) {
        folders.add(rounds(center, folder, sink));
      }
    }
    unfinished.set(folders.size());
    folders.forEach(this::watch);
  }

  void stop(@Observes ShutdownEvent stopping) throws IOException {
    running = false;
    threads.forEach(Thread::interrupt);
    WatcherIdentity held = identity;
    if (held != null) {
      held.close();
    }
  }

  /** Who this watcher is; empty before the start. */
  Optional<UUID> id() {
    return Optional.ofNullable(identity).map(WatcherIdentity::id);
  }

  /** The folders of a center. */
  List<FolderRounds> foldersOf(CenterKey center) {
    return folders.stream().filter(one -> one.folder().center().equals(center)).toList();
  }

  private FolderRounds rounds(CenterKey center, IngestFolder folder, Sink sink) {
    SettleRule rule =
        new SettleRule(
            settings.readings(),
            settings.poll(),
            settings.settle(),
            settings.giveUp(),
            settings.rescan());
    DropFolder drops =
        new DropFolder(settings.dropDir(), center, folder, rule, settings.sidecarWait(), elapsed);
    return new FolderRounds(drops, sink, settings, elapsed, metrics);
  }

  private void watch(FolderRounds rounds) {
    Thread thread = new Thread(() -> runUntilStopped(rounds));
    DropFolder folder = rounds.folder();
    thread.setName("drop-" + folder.center() + "-" + folder.folder().folderName());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void runUntilStopped(FolderRounds rounds) {
    try (Waker waker = new Waker(rounds.folder().intake())) {
      while (running) {
        Duration pause = rounds.round();
        if (settings.once() && rounds.isFinished()) {
          exitAfterTheLast();
          return;
        }
        waker.pause(pause);
      }
    } catch (InterruptedException stopping) {
      running = false;
    }
  }

  private void exitAfterTheLast() {
    if (unfinished.decrementAndGet() > 0) {
      return;
    }
    boolean left = folders.stream().anyMatch(FolderRounds::hasLeftSomething);
    LOG.infof(left ? "drained; some drops are left" : "drained; nothing is left");
    Quarkus.asyncExit(left ? 1 : 0);
  }
}
