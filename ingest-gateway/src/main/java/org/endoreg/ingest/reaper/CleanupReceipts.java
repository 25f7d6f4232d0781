package org.endoreg.ingest.reaper;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.ingest.ledger.CleanupStatus;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.events.Envelopes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/** Writes what a deletion is about to do, has done or could not do into the job's row. */
@ApplicationScoped
class CleanupReceipts {
  private final Jdbi jdbi;
  private final Candidates candidates;
  private final AuditChain audit;

  CleanupReceipts(Jdbi jdbi, Candidates candidates, AuditChain audit) {
    this.jdbi = jdbi;
    this.candidates = candidates;
    this.audit = audit;
  }

  /**
   * Writes the receipt unless the row forbids it now, or keeps the one of a run that did not come
   * to its end. The obstacles found under the lock are the answer.
   */
  List<CleanupBlocker> open(Candidate seen, CleanupRules rules) {
    return jdbi.inTransaction(
        transaction -> {
          Optional<Candidate> now = candidates.lock(transaction, seen.id());
          if (now.isEmpty() || !now.orElseThrow().source().equals(seen.source())) {
            return List.of(CleanupBlocker.ROW_CHANGED);
          }
          List<CleanupBlocker> blockers = rules.blockers(now.orElseThrow(), Instant.now());
          if (blockers.isEmpty() && now.orElseThrow().cleanup() == CleanupStatus.ELIGIBLE) {
            write(transaction, seen);
          }
          return blockers;
        });
  }

  private static void write(Handle transaction, Candidate job) {
    transaction
        .createUpdate(
            """
            UPDATE upload_job SET cleanup_status = 'deleting', cleanup_receipt_id = :receipt,
                cleanup_started_at = now(),
                cleanup_fencing_token = coalesce(cleanup_fencing_token, 0) + 1,
                cleanup_source_name_sha256 = :name, cleanup_source_size_bytes = :size,
                cleanup_source_content_sha256 = :content,
                updated_at = now(), change_number = nextval('upload_job_change')
            WHERE id = :id
            """)
        .bind("id", job.id())
        .bind("receipt", Envelopes.newId())
        .bind("name", digest(job.source().key()))
        .bind("size", job.source().sizeBytes())
        .bind("content", job.source().sha256().value())
        .execute();
  }

  /** The bytes are gone: the receipt is complete. */
  void complete(Candidate job) {
    jdbi.useTransaction(
        transaction -> {
          Optional<UUID> receipt =
              change(
                      transaction,
                      job,
                      """
                      cleanup_status = 'completed', cleanup_completed_at = now(),
                      source_file_persisted = false, cleanup_last_error_code = NULL
                      """)
                  .executeAndReturnGeneratedKeys("cleanup_receipt_id")
                  .mapTo(UUID.class)
                  .findOne();
          receipt.ifPresent(id -> tell(transaction, job, id));
        });
  }

  private void tell(Handle transaction, Candidate job, UUID receipt) {
    Map<String, Object> data =
        Map.of(
            "receipt_id", receipt.toString(),
            "content_sha256", job.source().sha256().value(),
            "size_bytes", job.source().sizeBytes());
    audit.append(
        transaction,
        new AuditEvent(
            AuditAction.CLEANUP_DELETED, job.center(), "upload_job", job.id().toString(), data));
  }

  /** Nothing was deleted: the job waits, longer each time, and says why. */
  void giveBack(Candidate job, CleanupBlocker blocker) {
    jdbi.useTransaction(
        transaction ->
            change(
                    transaction,
                    job,
                    """
                    cleanup_status = 'eligible', cleanup_receipt_id = NULL,
                    cleanup_failure_count = cleanup_failure_count + 1,
                    cleanup_last_error_code = :blocker,
                    source_file_delete_eligible_at = now()
                        + interval '15 minutes' * least(96, 2 ^ least(cleanup_failure_count, 10))
                    """)
                .bind("blocker", blocker.code())
                .execute());
  }

  private static Update change(Handle transaction, Candidate job, String assignments) {
    return transaction
        .createUpdate(
            "UPDATE upload_job SET "
                + assignments
                + ", updated_at = now(), change_number = nextval('upload_job_change')"
                + " WHERE id = :id AND cleanup_status = 'deleting'")
        .bind("id", job.id());
  }

  private static String digest(BlobKey key) {
    try {
      byte[] name = key.value().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
