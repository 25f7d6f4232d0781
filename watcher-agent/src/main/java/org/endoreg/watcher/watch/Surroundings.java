package org.endoreg.watcher.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.watcher.gateway.RejectedDrops;
import org.endoreg.watcher.settings.WatcherSettings;
import org.jboss.logging.Logger;

/**
 * Looks at what surrounds the drop folders: room on the disk, and folders of centers this
 * deployment does not know. Both are reported when they begin and stay visible as a metric; neither
 * is acted upon. Folder names are not told, somebody may have named one after a patient.
 */
@Singleton
class Surroundings {
  private static final Logger LOG = Logger.getLogger(Surroundings.class);

  private final WatcherSettings settings;
  private final Supplier<Set<CenterKey>> centers;
  private final AtomicLong freeBytes;
  private final AtomicInteger spaceLow;
  private final AtomicInteger unknownFolders;
  private final AtomicInteger unshippable;

  @Inject
  Surroundings(WatcherSettings settings, Deployment deployment, MeterRegistry metrics) {
    this(settings, deployment::centers, metrics);
  }

  Surroundings(WatcherSettings settings, Supplier<Set<CenterKey>> centers, MeterRegistry metrics) {
    this.settings = settings;
    this.centers = centers;
    this.freeBytes = metrics.gauge("endoreg_drop_free_bytes", new AtomicLong());
    this.spaceLow = metrics.gauge("endoreg_drop_space_low", new AtomicInteger());
    this.unknownFolders = metrics.gauge("endoreg_drop_unknown_centers", new AtomicInteger());
    this.unshippable = metrics.gauge("endoreg_drop_without_way", new AtomicInteger());
  }

  @Scheduled(
      every = "${endoreg.watcher.rescan:PT10S}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() throws IOException {
    FileStore disk = Files.getFileStore(settings.dropDir());
    lookAtSpace(disk.getUsableSpace(), disk.getTotalSpace());
    report(unknownFolders, unknownCenters(), "%d folders belong to no known center");
    report(unshippable, withoutWay(), "%d signed-off drops have no way to the gateway");
  }

  void lookAtSpace(long usable, long total) {
    freeBytes.set(usable);
    double used = total == 0 ? 0 : 100.0 * (total - usable) / total;
    boolean low = usable < settings.warnFreeBytes() || used > settings.warnUsedPercent();
    boolean before = spaceLow.getAndSet(low ? 1 : 0) == 1;
    if (low && !before) {
      LOG.warnf("little room for drops: %d bytes free, %.0f %% used", usable, used);
    }
  }

  private static void report(AtomicInteger known, int now, String sentence) {
    if (known.getAndSet(now) < now) {
      LOG.warnf(sentence, now);
    }
  }

  private int unknownCenters() throws IOException {
    Set<String> expected = centers.get().stream().map(CenterKey::value).collect(Collectors.toSet());
    try (Stream<Path> all = Files.list(settings.dropDir())) {
      return (int)
          all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.startsWith(".") && !name.equals(RejectedDrops.FOLDER))
              .filter(name -> !expected.contains(name))
              .count();
    }
  }

  /** Files that came into a folder the gateway sink does not watch, after the start checked it. */
  private int withoutWay() throws IOException {
    int found = 0;
    for (CenterKey center : centers.get()) {
      Path folder =
          settings
              .dropDir()
              .resolve(center.value())
              .resolve(IngestFolder.PREANONYMIZED_IMPORT.folderName());
      boolean unwatched = settings.sink().equals(WatcherChecks.GATEWAY);
      if (unwatched && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        try (Stream<Path> files = Files.list(folder)) {
          found += (int) files.count();
        }
      }
    }
    return found;
  }
}
