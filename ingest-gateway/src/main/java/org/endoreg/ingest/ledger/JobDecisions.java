package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.contracts.events.UploadJobCancelRequested;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.outbox.Outbox;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What operators decide about a job. Status, event and audit entry are one transaction under the
 * row lock, so of a decision and a worker's report that meet, the one that locks first is true.
 */
@ApplicationScoped
public class JobDecisions {
  private final Jdbi jdbi;
  private final JobMoves moves;
  private final BlobVault vault;
  private final Outbox outbox;
  private final JobAudit audit;

  JobDecisions(Jdbi jdbi, JobMoves moves, BlobVault vault, Outbox outbox, JobAudit audit) {
    this.jdbi = jdbi;
    this.moves = moves;
    this.vault = vault;
    this.outbox = outbox;
    this.audit = audit;
  }

  /**
   * Does this to the job and tells its status afterwards.
   *
   * @throws ProblemException {@code not_found} outside the scope, {@code conflict} when the job is
   *     in no state for it, {@code source_missing} when there is nothing to run again
   */
  public UploadStatus decide(CenterScope scope, UUID jobId, JobAction action, Caller caller) {
    return jdbi.inTransaction(
        transaction -> {
          Row job =
              lock(transaction, scope, jobId)
                  .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
          return switch (action) {
            case RETRY -> retry(transaction, job);
            case CANCEL -> cancel(transaction, job, caller);
            case PARK -> park(transaction, job);
          };
        });
  }

  private UploadStatus retry(Handle transaction, Row job) {
    if (job.status != UploadStatus.ERROR) {
      throw new ProblemException(ProblemCode.CONFLICT);
    }
    requireNoLivingTwin(transaction, job);
    requireSource(job);
    int count = job.retryCount + 1;
    PlannedRetry now = new PlannedRetry(count, Math.max(job.maxRetries, count), Instant.now());
    UploadStatus status =
        moved(
            moves.apply(transaction, job.id, JobMove.of(JobEvent.RETRY_REQUESTED).retriedBy(now)));
    outbox.append(transaction, acceptedAgain(job));
    audit.retried(transaction, job.center, job.id, job.attempt + 1);
    return status;
  }

  private UploadStatus cancel(Handle transaction, Row job, Caller caller) {
    boolean allowed = job.kind == MediaKind.VIDEO && job.sidecar == null && job.sourceUntouched;
    if (!allowed) {
      throw new ProblemException(ProblemCode.CONFLICT);
    }
    JobMove move = JobMove.of(JobEvent.CANCEL_REQUESTED).requestedBy(caller.subject());
    UploadStatus status = moved(moves.apply(transaction, job.id, move));
    if (job.status != status) {
      outbox.append(transaction, new UploadJobCancelRequested(job.id, job.center));
      audit.cancelRequested(transaction, job.center, job.id);
    }
    return status;
  }

  private UploadStatus park(Handle transaction, Row job) {
    UploadStatus status = moved(moves.apply(transaction, job.id, JobMove.of(JobEvent.PARKED)));
    outbox.append(transaction, new UploadJobCancelRequested(job.id, job.center));
    audit.parked(transaction, job.center, job.id);
    return status;
  }

  private static UploadStatus moved(Optional<UploadStatus> next) {
    return next.orElseThrow(() -> new ProblemException(ProblemCode.CONFLICT));
  }

  /** The unique index would refuse it too, but as a failure of ours. */
  private static void requireNoLivingTwin(Handle transaction, Row job) {
    boolean replaced =
        transaction
            .createQuery(
                """
                SELECT EXISTS (SELECT 1 FROM upload_job other, upload_job mine
                    WHERE mine.id = :id AND other.center_key = mine.center_key
                        AND other.status NOT IN ('error', 'lost', 'cancelled')
                        AND (other.content_hash = mine.content_hash
                            OR (mine.idempotency_key <> ''
                                AND other.source_system = mine.source_system
                                AND other.ingest_mode = mine.ingest_mode
                                AND other.storage_class = mine.storage_class
                                AND other.storage_tier = mine.storage_tier
                                AND other.idempotency_key = mine.idempotency_key)))
                """)
            .bind("id", job.id)
            .mapTo(Boolean.class)
            .one();
    if (replaced) {
      throw new ProblemException(ProblemCode.CONFLICT);
    }
  }

  private void requireSource(Row job) {
    try {
      if (!job.sourceUntouched || !vault.exists(job.source)) {
        throw new ProblemException(ProblemCode.SOURCE_MISSING);
      }
    } catch (IOException unknown) {
      throw new UncheckedIOException(unknown);
    }
  }

  private static UploadJobAccepted acceptedAgain(Row job) {
    return new UploadJobAccepted(
        job.id,
        job.center,
        job.kind,
        job.mediaType,
        job.content,
        job.size,
        job.source,
        job.attempt + 1,
        job.sidecar);
  }

  private static Optional<Row> lock(Handle transaction, CenterScope scope, UUID jobId) {
    return transaction
        .createQuery(
            """
            SELECT id, center_key, kind, media_type, content_hash, size_bytes, blob_key,
                sidecar_blob_key, status, attempt, retry_count, max_retries,
                source_file_persisted AND cleanup_status IN ('pending', 'eligible', 'skipped')
                    AS source_untouched
            FROM upload_job WHERE id = :id AND center_key = ANY(:centers) FOR UPDATE
            """)
        .bind("id", jobId)
        .bind("centers", scope.keys())
        .map(
            (row, context) ->
                new Row(
                    row.getObject("id", UUID.class),
                    new CenterKey(row.getString("center_key")),
                    MediaKind.of(row.getString("kind")),
                    row.getString("media_type"),
                    new Sha256(row.getString("content_hash")),
                    row.getLong("size_bytes"),
                    new BlobKey(row.getString("blob_key")),
                    blobKey(row.getString("sidecar_blob_key")),
                    UploadStatus.named(row.getString("status")),
                    row.getInt("attempt"),
                    row.getInt("retry_count"),
                    row.getInt("max_retries"),
                    row.getBoolean("source_untouched")))
        .findOne();
  }

  private static @Nullable BlobKey blobKey(@Nullable String value) {
    return value == null ? null : new BlobKey(value);
  }

  private record Row(
      UUID id,
      CenterKey center,
      MediaKind kind,
      String mediaType,
      Sha256 content,
      long size,
      BlobKey source,
      @Nullable BlobKey sidecar,
      UploadStatus status,
      int attempt,
      int retryCount,
      int maxRetries,
      boolean sourceUntouched) {}
}
