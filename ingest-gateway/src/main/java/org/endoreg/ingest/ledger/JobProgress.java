package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.AnonymizationCancelled;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.AnonymizationFailed;
import org.endoreg.contracts.events.AnonymizationProgressed;
import org.endoreg.contracts.events.AnonymizationRetrying;
import org.endoreg.contracts.events.AnonymizationStarted;
import org.endoreg.contracts.events.ExaminationLinked;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.MediumRegistered;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Writes what the workers report into the ledger. */
@ApplicationScoped
public class JobProgress {
  private final JobMoves moves;

  JobProgress(JobMoves moves) {
    this.moves = moves;
  }

  /** Applies the event to its job; an event for a job this ledger does not hold changes nothing. */
  public void apply(Handle transaction, HubEvent event) {
    if (event instanceof AnonymizationProgressed progressed) {
      progress(transaction, progressed);
    } else if (event instanceof AnonymizationCompleted completed) {
      complete(transaction, completed);
    } else if (event instanceof MediumRegistered registered) {
      register(transaction, registered);
    } else if (event instanceof ExaminationLinked linked) {
      link(transaction, linked);
    } else {
      move(transaction, event);
    }
  }

  private void move(Handle transaction, HubEvent event) {
    if (event instanceof AnonymizationStarted started) {
      JobMove move = JobMove.of(JobEvent.WORK_STARTED).ofAttempt(started.attempt());
      moves.apply(transaction, started.jobId(), move.under(started.fencingToken()));
    } else if (event instanceof AnonymizationRetrying retrying) {
      retry(transaction, retrying);
    } else if (event instanceof AnonymizationFailed failed) {
      JobMove move = JobMove.of(eventFor(failed.code())).because(failed.code());
      moves.apply(transaction, failed.jobId(), move.ofAttempt(failed.attempt()));
    } else if (event instanceof AnonymizationCancelled cancelled) {
      JobMove move = JobMove.of(JobEvent.CANCELLED).ofAttempt(cancelled.attempt());
      moves.apply(transaction, cancelled.jobId(), move);
    }
  }

  private void retry(Handle transaction, AnonymizationRetrying retrying) {
    PlannedRetry planned =
        new PlannedRetry(retrying.retryCount(), retrying.maxRetries(), retrying.nextRetryAt());
    moves.apply(
        transaction,
        retrying.jobId(),
        JobMove.of(JobEvent.RETRY_PLANNED)
            .because(retrying.code())
            .retriedBy(planned)
            .ofAttempt(retrying.attempt()));
  }

  private static void register(Handle transaction, MediumRegistered registered) {
    change(transaction, registered.jobId(), "medium_id = :medium")
        .bind("medium", registered.mediumId())
        .execute();
  }

  private static JobEvent eventFor(ProblemCode code) {
    return code == ProblemCode.SOURCE_MISSING ? JobEvent.SOURCE_MISSING : JobEvent.WORK_FAILED;
  }

  private static void progress(Handle transaction, AnonymizationProgressed progressed) {
    change(
            transaction,
            progressed.jobId(),
            "stage = :stage, percent = :percent, seconds_left = :left")
        .bind("stage", progressed.stage().wireName())
        .bind("percent", progressed.percent())
        .bind("left", progressed.secondsLeft())
        .execute();
  }

  private static void complete(Handle transaction, AnonymizationCompleted completed) {
    change(
            transaction,
            completed.jobId(),
            "removed_by_type = CAST(:removed AS jsonb), artifact_blob_key = :artifact,"
                + " artifact_sha256 = :sha, artifact_size_bytes = :size,"
                + " human_validated = :validated")
        .bind("removed", RemovedByType.toJson(completed.removedByType()))
        .bind("artifact", completed.artifactBlobKey().value())
        .bind("sha", completed.artifactSha256().value())
        .bind("size", completed.artifactSizeBytes())
        .bind("validated", Boolean.TRUE.equals(completed.humanValidated()))
        .execute();
  }

  private void link(Handle transaction, ExaminationLinked linked) {
    if (isSuperseded(transaction, linked.jobId())) {
      return;
    }
    boolean ended =
        moves.apply(transaction, linked.jobId(), JobMove.of(JobEvent.RESULT_LINKED)).isPresent();
    if (!ended) {
      return;
    }
    change(
            transaction,
            linked.jobId(),
            "medium_id = :medium, patient_id = :patient, patient_examination_id = :examination,"
                + " percent = 100, seconds_left = 0")
        .bind("medium", linked.mediumId())
        .bind("patient", linked.patientId())
        .bind("examination", linked.patientExaminationId())
        .execute();
  }

  /**
   * A queued job is cancelled at once, although a worker may just have begun without the ledger
   * knowing. What such a worker finished exists, so the job says so; unless the same bytes or the
   * same idempotency key have come again since, for then the other job counts.
   */
  private static boolean isSuperseded(Handle transaction, UUID jobId) {
    return transaction
        .createQuery(
            """
            SELECT EXISTS (SELECT 1 FROM upload_job job
                JOIN upload_job other ON other.center_key = job.center_key
                    AND other.id <> job.id
                    AND other.status NOT IN ('error', 'lost', 'cancelled')
                    AND (other.content_hash = job.content_hash
                        OR (job.idempotency_key <> ''
                            AND other.idempotency_key = job.idempotency_key))
                WHERE job.id = :id AND job.status = 'cancelled')
            """)
        .bind("id", jobId)
        .mapTo(Boolean.class)
        .one();
  }

  private static Update change(Handle transaction, UUID jobId, String assignments) {
    return transaction
        .createUpdate(
            "UPDATE upload_job SET "
                + assignments
                + ", updated_at = now(), change_number = nextval('upload_job_change')"
                + " WHERE id = :id")
        .bind("id", jobId);
  }
}
