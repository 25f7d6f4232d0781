package org.endoreg.anonymizer.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.jdbi.v3.core.Handle;

/** Writes the state of each job's anonymization and its append-only history. */
@ApplicationScoped
class AnonymizationStore {
  private final ObjectMapper json = new ObjectMapper();

  void accepted(Handle transaction, UploadJobAccepted job) {
    boolean created =
        transaction
                .createUpdate(
                    """
                    INSERT INTO anonymization (job_id, center_key, kind, state, source_sha256)
                    VALUES (:job, :center, :kind, 'not_started', :source)
                    ON CONFLICT DO NOTHING
                    """)
                .bind("job", job.jobId())
                .bind("center", job.centerKey().value())
                .bind("kind", job.kind().wireName())
                .bind("source", job.sha256().value())
                .execute()
            == 1;
    if (created) {
      remember(transaction, job, "not_started", null);
    }
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
    remember(transaction, job, "started", null);
  }

  void done(Handle transaction, UploadJobAccepted job, Outcome outcome) {
    transaction
        .createUpdate(
            """
            UPDATE anonymization SET state = 'done_processing_anonymization',
                artifact_sha256 = :sha, artifact_blob = :blob,
                removed_by_type = CAST(:removed AS jsonb), residual_checked = :checked,
                residual_hits = 0, engine_versions = CAST(:engines AS jsonb), finished_at = now()
            WHERE job_id = :job
            """)
        .bind("job", job.jobId())
        .bind("sha", outcome.artifact().sha256().value())
        .bind("blob", outcome.artifact().key().value())
        .bind("removed", toJson(outcome.removedByType()))
        .bind("checked", outcome.residualChecked())
        .bind("engines", toJson(outcome.engineVersions()))
        .execute();
    remember(transaction, job, "anonymized", null);
    remember(transaction, job, "done_processing_anonymization", null);
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
    remember(transaction, job, "failed", code);
  }

  private static void remember(
      Handle transaction,
      UploadJobAccepted job,
      String state,
      @org.jspecify.annotations.Nullable ProblemCode code) {
    transaction
        .createUpdate(
            "INSERT INTO anonymization_history (job_id, state, code) VALUES (:job, :state, :code)")
        .bind("job", job.jobId())
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
