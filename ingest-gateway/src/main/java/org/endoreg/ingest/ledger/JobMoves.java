package org.endoreg.ingest.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * The one place that writes a status: under the row lock, only along {@link UploadTransition}, and
 * never for an attempt or a worker that has been superseded.
 */
@ApplicationScoped
class JobMoves {
  private static final Logger LOG = Logger.getLogger(JobMoves.class);

  private final MeterRegistry metrics;
  private final JobAudit audit;

  JobMoves(MeterRegistry metrics, JobAudit audit) {
    this.metrics = metrics;
    this.audit = audit;
  }

  /** The status afterwards; empty when there is no such job or nothing may change. */
  Optional<UploadStatus> apply(Handle transaction, UUID jobId, JobMove move) {
    Optional<Locked> found = lock(transaction, jobId);
    if (found.isEmpty() || isStale(found.orElseThrow(), jobId, move)) {
      return Optional.empty();
    }
    Locked job = found.orElseThrow();
    Optional<UploadStatus> next = UploadTransition.next(job.status, move.event());
    next.ifPresent(
        status -> {
          write(transaction, jobId, move, job.status, status);
          tell(transaction, jobId, job, status, move);
        });
    return next;
  }

  private boolean isStale(Locked job, UUID jobId, JobMove move) {
    if (move.attempt().filter(attempt -> attempt < job.attempt).isPresent()) {
      LOG.infof("stale_attempt: %s of job %s", move.event(), jobId);
      metrics.counter("endoreg_stale_events_total", "place", "ledger").increment();
      return true;
    }
    if (move.fencingToken().filter(token -> token < job.fencingToken).isPresent()) {
      LOG.infof("fencing_rejected: %s of job %s", move.event(), jobId);
      metrics.counter("endoreg_fencing_rejected_total", "place", "ledger").increment();
      return true;
    }
    return false;
  }

  private void tell(Handle transaction, UUID jobId, Locked job, UploadStatus status, JobMove move) {
    if (status == job.status || !status.isTerminal()) {
      return;
    }
    if (status == UploadStatus.LOST) {
      LOG.errorf("media.integrity_lost: job %s", jobId);
    }
    metrics.counter("endoreg_jobs_ended_total", "status", status.wireName()).increment();
    String code = move.code() == null ? job.code : move.code().wireName();
    audit.ended(transaction, job.center, jobId, status, code);
  }

  private static Optional<Locked> lock(Handle transaction, UUID jobId) {
    return transaction
        .createQuery(
            """
            SELECT center_key, status, coalesce(error_code, '') AS code, attempt,
                processing_fencing_token
            FROM upload_job WHERE id = :id FOR UPDATE
            """)
        .bind("id", jobId)
        .map(
            (row, context) ->
                new Locked(
                    new CenterKey(row.getString("center_key")),
                    UploadStatus.named(row.getString("status")),
                    row.getString("code"),
                    row.getInt("attempt"),
                    row.getLong("processing_fencing_token")))
        .findOne();
  }

  private static void write(
      Handle transaction, UUID jobId, JobMove move, UploadStatus from, UploadStatus to) {
    boolean cancelledAtOnce = to == UploadStatus.CANCELLED && from.isQueued();
    Update update =
        transaction
            .createUpdate(
                """
                UPDATE upload_job SET status = :status,
                    error_code = CASE WHEN :status IN ('retrying', 'error', 'lost')
                        THEN coalesce(:code, error_code) END,
                    retryable = (:status = 'retrying'),
                    next_retry_at = CASE WHEN :status = 'retrying'
                        THEN CAST(:nextRetry AS timestamptz) END,
                    retry_count = coalesce(:retryCount, retry_count),
                    max_retries = coalesce(:maxRetries, max_retries),
                    last_attempt_at = CASE WHEN :started THEN now() ELSE last_attempt_at END,
                    attempt = attempt + :again,
                    processing_fencing_token =
                        greatest(processing_fencing_token, :token) + :fence,
                    cancellation_requested_at = CASE WHEN CAST(:by AS text) IS NULL
                        THEN cancellation_requested_at
                        ELSE coalesce(cancellation_requested_at, now()) END,
                    cancellation_requested_by = coalesce(cancellation_requested_by, :by),
                    source_file_persisted = source_file_persisted AND NOT :sourceGone,
                    cleanup_status = CASE
                        WHEN :status IN ('cancelled', 'lost')
                            AND cleanup_status IN ('pending', 'eligible') THEN 'skipped'
                        WHEN :linked AND retention_policy = 'delete_after_success' THEN 'eligible'
                        WHEN :linked THEN 'skipped'
                        ELSE cleanup_status END,
                    source_file_delete_eligible_at = CASE
                        WHEN :linked AND retention_policy = 'delete_after_success' THEN now()
                        ELSE source_file_delete_eligible_at END,
                    stage = CASE WHEN :working THEN stage END,
                    finished_at = CASE WHEN :terminal THEN coalesce(finished_at, now()) END,
                    updated_at = now(), change_number = nextval('upload_job_change')
                WHERE id = :id
                """)
            .bind("id", jobId)
            .bind("status", to.wireName())
            .bind("code", move.code() == null ? null : move.code().wireName())
            .bind("started", move.event() == JobEvent.WORK_STARTED)
            .bind("again", move.event() == JobEvent.RETRY_REQUESTED ? 1 : 0)
            .bind("token", move.fencingToken().orElse(0L))
            .bind("fence", cancelledAtOnce ? 1 : 0)
            .bind("by", move.requestedBy().orElse(null))
            .bind("sourceGone", move.event() == JobEvent.SOURCE_MISSING)
            .bind("linked", to == UploadStatus.ANONYMIZED)
            .bind("working", to == UploadStatus.PROCESSING || to == UploadStatus.CANCEL_REQUESTED)
            .bind("terminal", to.isTerminal());
    bindRetry(update, move.retry()).execute();
  }

  private static Update bindRetry(Update update, Optional<PlannedRetry> retry) {
    return update
        .bind("nextRetry", retry.map(PlannedRetry::nextAt).map(JobMoves::utc).orElse(null))
        .bind("retryCount", retry.map(PlannedRetry::count).orElse(null))
        .bind("maxRetries", retry.map(PlannedRetry::max).orElse(null));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private record Locked(
      CenterKey center, UploadStatus status, String code, int attempt, long fencingToken) {}
}
