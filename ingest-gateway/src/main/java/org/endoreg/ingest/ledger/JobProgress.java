package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.AnonymizationFailed;
import org.endoreg.contracts.events.AnonymizationProgressed;
import org.endoreg.contracts.events.AnonymizationStarted;
import org.endoreg.contracts.events.ExaminationLinked;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.MediumRegistered;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the workers report into the ledger, under a row lock and only where the transition
 * table allows it.
 */
@ApplicationScoped
public class JobProgress {

  /** Applies the event to its job; an event for a job this ledger does not hold changes nothing. */
  public void apply(Handle transaction, HubEvent event) {
    if (event instanceof AnonymizationStarted started) {
      move(transaction, started.jobId(), JobEvent.WORK_STARTED, null);
    } else if (event instanceof AnonymizationProgressed progressed) {
      progress(transaction, progressed);
    } else if (event instanceof AnonymizationCompleted completed) {
      removed(transaction, completed);
    } else if (event instanceof AnonymizationFailed failed) {
      move(transaction, failed.jobId(), eventFor(failed.code()), failed.code());
    } else if (event instanceof MediumRegistered registered) {
      register(transaction, registered);
    } else if (event instanceof ExaminationLinked linked) {
      link(transaction, linked);
    }
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

  private static void removed(Handle transaction, AnonymizationCompleted completed) {
    change(transaction, completed.jobId(), "removed_by_type = CAST(:removed AS jsonb)")
        .bind("removed", RemovedByType.toJson(completed.removedByType()))
        .execute();
  }

  private static void link(Handle transaction, ExaminationLinked linked) {
    change(
            transaction,
            linked.jobId(),
            "medium_id = :medium, patient_id = :patient, patient_examination_id = :examination,"
                + " percent = 100, seconds_left = 0, stage = NULL")
        .bind("medium", linked.mediumId())
        .bind("patient", linked.patientId())
        .bind("examination", linked.patientExaminationId())
        .execute();
    move(transaction, linked.jobId(), JobEvent.RESULT_LINKED, null);
  }

  private static void move(
      Handle transaction, UUID jobId, JobEvent event, @Nullable ProblemCode code) {
    Optional<UploadStatus> next =
        transaction
            .createQuery("SELECT status FROM upload_job WHERE id = :id FOR UPDATE")
            .bind("id", jobId)
            .mapTo(String.class)
            .findOne()
            .map(UploadStatus::named)
            .flatMap(status -> UploadTransition.next(status, event));
    if (next.isEmpty()) {
      return;
    }
    change(
            transaction,
            jobId,
            "status = :status, error_code = :code,"
                + " finished_at = CASE WHEN :terminal THEN now() ELSE finished_at END")
        .bind("status", next.orElseThrow().wireName())
        .bind("code", code == null ? null : code.wireName())
        .bind("terminal", next.orElseThrow().isTerminal())
        .execute();
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
