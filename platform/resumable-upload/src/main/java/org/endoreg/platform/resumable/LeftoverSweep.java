package org.endoreg.platform.resumable;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.endoreg.platform.blob.StagingArea;
import org.endoreg.platform.problem.FailurePlace;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends uploads whose time is over and removes the bytes of ended ones, in batches, as long as there
 * are any. A row is written before the first byte is staged, so staged bytes without an unfinished
 * upload belong to nobody, however young they are.
 */
@ApplicationScoped
class LeftoverSweep {
  private static final Logger LOG = Logger.getLogger(LeftoverSweep.class);
  private static final int BATCH = 100;

  /** So long an ended upload is still told from one that never was. */
  private static final Duration REMEMBERED = Duration.ofDays(7);

  private final ResumableUploads uploads;
  private final StagingArea staging;
  private final Conclusion conclusion;
  private final Writers writers;

  LeftoverSweep(
      ResumableUploads uploads, StagingArea staging, Conclusion conclusion, Writers writers) {
    this.uploads = uploads;
    this.staging = staging;
    this.conclusion = conclusion;
    this.writers = writers;
  }

  @Scheduled(
      every = "${endoreg.resumable.sweep-interval:60s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sweep() {
    try {
      while (uploads.expire(BATCH) == BATCH) {
        LOG.debug("more uploads whose time is over");
      }
      removeLeftovers();
      while (uploads.forget(REMEMBERED, BATCH) == BATCH) {
        LOG.debug("more ended uploads to forget");
      }
    } catch (RuntimeException later) {
      LOG.warnf("sweep of uploads: %s", FailurePlace.of(later));
    }
  }

  private void removeLeftovers() {
    @Nullable UUID last = null;
    for (List<ResumableUpload> batch = uploads.leftovers(last, BATCH);
        !batch.isEmpty();
        batch = uploads.leftovers(last, BATCH)) {
      batch.stream().filter(upload -> !writers.isActive(upload.id())).forEach(conclusion::clear);
      last = batch.get(batch.size() - 1).id();
    }
  }

  /** Looks at every staged folder; once in a while is enough, only an accident leaves some. */
  @Scheduled(
      every = "${endoreg.resumable.folder-sweep-interval:1h}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sweepFolders() {
    try {
      @Nullable UUID last = null;
      for (List<UUID> batch = staging.ids(last, BATCH);
          !batch.isEmpty();
          batch = staging.ids(last, BATCH)) {
        removeUnowned(batch);
        last = batch.get(batch.size() - 1);
      }
    } catch (IOException | RuntimeException later) {
      LOG.warnf("sweep of staged bytes: %s", FailurePlace.of(later));
    }
  }

  private void removeUnowned(List<UUID> batch) throws IOException {
    Set<UUID> open = uploads.openAmong(batch);
    for (UUID id : batch) {
      if (!open.contains(id) && !writers.isActive(id)) {
        staging.remove(id);
      }
    }
  }
}
