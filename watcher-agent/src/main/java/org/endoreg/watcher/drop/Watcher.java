package org.endoreg.watcher.drop;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.correlation.Correlation;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.startup.Deployment;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Watches every drop folder on a thread of its own, so a long video does not hold up reports. */
@ApplicationScoped
public class Watcher {
  private static final Logger LOG = Logger.getLogger(Watcher.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final WatcherSettings settings;
  private final Deployment deployment;
  private final Submitter submitter;
  private final MeterRegistry metrics;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running = true;

  Watcher(
      WatcherSettings settings, Deployment deployment, Submitter submitter, MeterRegistry metrics) {
    this.settings = settings;
    this.deployment = deployment;
    this.submitter = submitter;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent started) throws IOException {
    for (CenterKey center : deployment.centers()) {
      for (IngestFolder folder : IngestFolder.values()) {
        watch(new DropFolder(settings.dropDir(), center, folder, new Settling(settings.settle())));
      }
    }
  }

  void stop(@Observes ShutdownEvent stopping) {
    running = false;
    threads.forEach(Thread::interrupt);
  }

  private void watch(DropFolder folder) throws IOException {
    folder.create();
    Thread thread = new Thread(() -> lookUntilStopped(folder));
    thread.setName("drop-" + folder.center() + "-" + folder.folder().folderName());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void lookUntilStopped(DropFolder folder) {
    Duration pause = settings.poll();
    while (running) {
      try {
        look(folder);
        pause = settings.poll();
      } catch (IOException | ExecutionException | RuntimeException notNow) {
        // The files stay where they are; nothing is lost while the store or the broker is away.
        LOG.warnf("drop folder waits: %s", FailurePlace.of(notNow));
        pause = longer(pause);
      } catch (InterruptedException stopping) {
        return;
      }
      sleep(pause);
    }
  }

  private void look(DropFolder folder)
      throws IOException, ExecutionException, InterruptedException {
    folder.claimSettled(Instant.now());
    @Nullable IOException unreadable = null;
    for (Path file : folder.claimed()) {
      try {
        submit(file, folder);
      } catch (IOException thisOne) {
        // One file that cannot be read must not hold up those behind it.
        unreadable = thisOne;
      }
    }
    if (unreadable != null) {
      throw unreadable;
    }
  }

  private void submit(Path file, DropFolder folder)
      throws IOException, ExecutionException, InterruptedException {
    UUID correlation = UUID.randomUUID();
    MDC.put(Correlation.MDC_KEY, correlation.toString());
    try {
      if (submitter.submit(file, folder)) {
        metrics
            .counter("endoreg_drops_submitted_total", "folder", folder.folder().folderName())
            .increment();
        LOG.infof("submitted a file of %s", folder.folder().folderName());
      }
    } finally {
      MDC.remove(Correlation.MDC_KEY);
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void sleep(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException stopping) {
      running = false;
    }
  }
}
