package org.endoreg.anonymizer.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes the state of each job's anonymization and its append-only history. */
@ApplicationScoped
class AnonymizationStore {
  private final ObjectMapper json = new ObjectMapper();

  /** What an acceptance is to this service. */
  enum Arrival {
    NEW,
    /** An operator lets the job run again. */
    ANEW,
    /** It came before. */
    KNOWN
  }

  Arrival accepted(Handle transaction, UploadJobAccepted job) {
    int acceptance = Job.acceptanceOf(job);
    if (insert(transaction, job, acceptance)) {
      remember(transaction, job.jobId(), "not_started", null);
      return Arrival.NEW;
    }
    if (begunAnew(transaction, job, acceptance)) {
      remember(transaction, job.jobId(), "not_started", null);
      return Arrival.ANEW;
    }
    return Arrival.KNOWN;
  }

  private static boolean insert(Handle transaction, UploadJobAccepted job, int acceptance) {
    return transaction
            .createUpdate(
                """
                INSERT INTO anonymization (job_id, center_key, kind, state, source_sha256,
                    acceptance)
                VALUES (:job, :center, :kind, 'not_started', :source, :acceptance)
                ON CONFLICT DO NOTHING
                """)
            .bind("job", job.jobId())
            .bind("center", job.centerKey().value())
            .bind("kind", job.kind().wireName())
            .bind("source", job.sha256().value())
            .bind("acceptance", acceptance)
            .execute()
        == 1;
  }

  private static boolean begunAnew(Handle transaction, UploadJobAccepted job, int acceptance) {
    return transaction
            .createUpdate(
                """
                UPDATE anonymization SET state = 'not_started', acceptance = :acceptance,
                    problem_code = NULL, finished_at = NULL
                WHERE job_id = :job AND acceptance < :acceptance
                """)
            .bind("job", job.jobId())
            .bind("acceptance", acceptance)
            .execute()
        == 1;
  }

  /** The acceptance the job is in. */
  int acceptance(Handle transaction, UUID jobId) {
    return transaction
        .createQuery("SELECT acceptance FROM anonymization WHERE job_id = :job")
        .bind("job", jobId)
        .mapTo(Integer.class)
        .findOne()
        .orElse(1);
  }

  void retrying(Handle transaction, UploadJobAccepted job, ProblemCode code) {
    remember(transaction, job.jobId(), "retrying", code);
  }

  void cancelled(Handle transaction, UUID jobId) {
    transaction
        .createUpdate(
            "UPDATE anonymization SET state = 'cancelled', finished_at = now() WHERE job_id = :job")
        .bind("job", jobId)
        .execute();
    remember(transaction, jobId, "cancelled", null);
  }

  void started(Handle transaction, UploadJobAccepted job) {
    transaction
        .createUpdate(
            """
            UPDATE anonymization SET state = 'started', attempts = attempts + 1,
                started_at = coalesce(started_at, now()), problem_code = NULL
            WHERE job_id = :job
            """)
        .bind("job", job.jobId())
        .execute();
    remember(transaction, job.jobId(), "started", null);
  }

  void done(Handle transaction, UploadJobAccepted job, Outcome outcome) {
    transaction
        .createUpdate(
            """
            UPDATE anonymization SET state = 'done_processing_anonymization',
                artifact_sha256 = :sha, artifact_blob = :blob,
                removed_by_type = CAST(:removed AS jsonb), residual_checked = :checked,
                residual_hits = 0, engine_versions = CAST(:engines AS jsonb),
                human_validated = :validated, finished_at = now()
            WHERE job_id = :job
            """)
        .bind("job", job.jobId())
        .bind("sha", outcome.artifact().sha256().value())
        .bind("blob", outcome.artifact().key().value())
        .bind("removed", toJson(outcome.removedByType()))
        .bind("checked", outcome.residualChecked())
        .bind("engines", toJson(outcome.engineVersions()))
        .bind("validated", outcome.isHumanValidated())
        .execute();
    remember(transaction, job.jobId(), "anonymized", null);
    remember(transaction, job.jobId(), "done_processing_anonymization", null);
  }

  void failed(Handle transaction, UploadJobAccepted job, ProblemCode code) {
    transaction
        .createUpdate(
            """
            UPDATE anonymization SET state = 'failed', problem_code = :code, finished_at = now()
            WHERE job_id = :job
            """)
        .bind("job", job.jobId())
        .bind("code", code.wireName())
        .execute();
    remember(transaction, job.jobId(), "failed", code);
  }

  private static void remember(
      Handle transaction, UUID jobId, String state, @Nullable ProblemCode code) {
    transaction
        .createUpdate(
            "INSERT INTO anonymization_history (job_id, state, code) VALUES (:job, :state, :code)")
        .bind("job", jobId)
        .bind("state", state)
        .bind("code", code == null ? null : code.wireName())
        .execute();
  }

  private String toJson(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException countsAndNamesHaveJson) {
      throw new IllegalStateException(countsAndNamesHaveJson);
    }
  }
}
