package org.endoreg.ingest.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.endoreg.contracts.BlobKey;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.problem.FailurePlace;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Walks slowly over all jobs that stand for bytes and looks whether the store has them: the source
 * of a job that waits or runs, the artifact of one that is done. The place it has come to is kept,
 * so that a restart goes on there. A store that does not answer loses nobody; one that misses many
 * at once is more likely a volume that is not mounted, so then nothing is marked until an operator
 * says that the bytes really are gone.
 */
@ApplicationScoped
class IntegrityCheck {
  private static final Logger LOG = Logger.getLogger(IntegrityCheck.class);
  private static final int BATCH = 200;
  private static final String CURSOR = "integrity";

  private final Jdbi jdbi;
  private final BlobVault vault;
  private final JobMoves moves;
  private final IntegritySettings settings;
  private final AtomicInteger suspectedLosses = new AtomicInteger();

  IntegrityCheck(
      Jdbi jdbi,
      BlobVault vault,
      JobMoves moves,
      IntegritySettings settings,
      MeterRegistry metrics) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.moves = moves;
    this.settings = settings;
    metrics.gauge("endoreg_integrity_suspected_losses", suspectedLosses);
  }

  @Scheduled(
      every = "${endoreg.integrity.every:60s}",
      delayed = "${endoreg.integrity.every:60s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    try {
      lookAtNextBatch();
    } catch (IOException | RuntimeException failed) {
      LOG.warnf("integrity check waits: %s", FailurePlace.of(failed));
    }
  }

  /** Looks at one batch behind the cursor, from the beginning again after the end. */
  void lookAtNextBatch() throws IOException {
    List<JobRows.LivingJob> batch = behind(position());
    List<JobRows.LivingJob> bereft = new ArrayList<>();
    for (JobRows.LivingJob job : batch) {
      if (!vault.exists(wanted(job))) {
        bereft.add(job);
      }
    }
    if (looksLikeAMissingVolume(bereft)) {
      return;
    }
    for (JobRows.LivingJob job : bereft) {
      jdbi.useTransaction(transaction -> loseIfUnchanged(transaction, job));
    }
    moveTo(batch.size() < BATCH ? new UUID(0, 0) : batch.get(batch.size() - 1).id());
  }

  private boolean looksLikeAMissingVolume(List<JobRows.LivingJob> bereft) {
    boolean suspicious = bereft.size() > settings.mostAtOnce() && !settings.acceptMassLoss();
    suspectedLosses.set(suspicious ? bereft.size() : 0);
    if (suspicious) {
      LOG.errorf(
          "the bytes of %d jobs are not in the store; is its volume mounted? If they are gone, set"
              + " endoreg.integrity.accept-mass-loss",
          bereft.size());
    }
    return suspicious;
  }

  /** Between the look and the lock the job may have come to stand for other bytes. */
  private void loseIfUnchanged(Handle transaction, JobRows.LivingJob job) {
    boolean unchanged =
        transaction
            .createQuery("SELECT status = :status FROM upload_job WHERE id = :id FOR UPDATE")
            .bind("id", job.id())
            .bind("status", job.status().wireName())
            .mapTo(Boolean.class)
            .one();
    if (unchanged) {
      moves.apply(transaction, job.id(), Ledger.lossOf(job));
    }
  }

  private static BlobKey wanted(JobRows.LivingJob job) {
    boolean done = job.status() == UploadStatus.ANONYMIZED;
    return done ? job.artifact().orElse(job.source()) : job.source();
  }

  private UUID position() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT position FROM sweep_cursor WHERE name = :name")
                .bind("name", CURSOR)
                .mapTo(UUID.class)
                .findOne()
                .orElse(new UUID(0, 0)));
  }

  private void moveTo(UUID place) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO sweep_cursor (name, position) VALUES (:name, :position)
                    ON CONFLICT (name) DO UPDATE SET position = excluded.position
                    """)
                .bind("name", CURSOR)
                .bind("position", place.toString())
                .execute());
  }

  private List<JobRows.LivingJob> behind(UUID place) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT id, status, blob_key, artifact_blob_key FROM upload_job
                    WHERE id > :place AND status NOT IN ('error', 'lost', 'cancelled')
                        AND (status <> 'anonymized' OR artifact_blob_key IS NOT NULL)
                    ORDER BY id LIMIT :batch
                    """)
                .bind("place", place)
                .bind("batch", BATCH)
                .map(
                    (row, context) ->
                        new JobRows.LivingJob(
                            row.getObject("id", UUID.class),
                            UploadStatus.named(row.getString("status")),
                            new BlobKey(row.getString("blob_key")),
                            Optional.ofNullable(row.getString("artifact_blob_key"))
                                .map(BlobKey::new)))
                .list());
  }
}
