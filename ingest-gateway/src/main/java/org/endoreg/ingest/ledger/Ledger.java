package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.outbox.Outbox;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Accepts submissions: one living job per center and content. Two submissions of the same bytes at
 * the same moment meet in the unique index; the second waits for the first and takes its job.
 */
@ApplicationScoped
public class Ledger {
  private final Outbox outbox;

  Ledger(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Creates the job or finds the one that already stands for the bytes, in the caller's transaction
   * together with the event that sets the workers going.
   *
   * @throws ProblemException {@code idempotency_conflict} when the key is bound to other content,
   *     {@code center_forbidden} when the center is outside the scope
   */
  public Acceptance accept(Handle transaction, CenterScope scope, Submission submission) {
    if (!scope.covers(submission.center())) {
      throw new ProblemException(ProblemCode.CENTER_FORBIDDEN);
    }
    refuseKeyOfOtherContent(transaction, submission);
    UUID id = Envelopes.newId();
    if (insert(transaction, submission, id, null)) {
      outbox.append(transaction, acceptedEvent(submission, id));
      return new Acceptance(id, false);
    }
    return new Acceptance(living(transaction, submission), true);
  }

  /** Records bytes that cannot be worked on, so that their sender sees why. The bytes are kept. */
  public Acceptance refuse(Handle transaction, Submission submission, ProblemCode code) {
    Optional<UUID> known = alreadyRefused(transaction, submission, code);
    if (known.isPresent()) {
      return new Acceptance(known.orElseThrow(), true);
    }
    UUID id = Envelopes.newId();
    insert(transaction, submission, id, code);
    return new Acceptance(id, false);
  }

  /** True when a job refers to this blob, so it must stay. */
  public boolean holds(Handle transaction, BlobKey blob) {
    return transaction
        .createQuery("SELECT EXISTS (SELECT 1 FROM upload_job WHERE blob_key = :key)")
        .bind("key", blob.value())
        .mapTo(Boolean.class)
        .one();
  }

  private static UploadJobAccepted acceptedEvent(Submission submission, UUID id) {
    return new UploadJobAccepted(
        id,
        submission.center(),
        submission.kind(),
        submission.mediaType(),
        submission.blob().sha256(),
        submission.blob().sizeBytes(),
        submission.blob().key(),
        null,
        null);
  }

  private static void refuseKeyOfOtherContent(Handle transaction, Submission submission) {
    if (submission.idempotencyKey().isEmpty()) {
      return;
    }
    boolean bound =
        transaction
            .createQuery(
                """
                SELECT content_hash FROM upload_job
                WHERE center_key = :center AND source_system = :system AND ingest_mode = :mode
                    AND idempotency_key = :key
                ORDER BY created_at DESC LIMIT 1
                """)
            .bind("center", submission.center().value())
            .bind("system", submission.sourceSystem())
            .bind("mode", submission.mode().wireName())
            .bind("key", submission.idempotencyKey())
            .mapTo(String.class)
            .findOne()
            .filter(hash -> !hash.equals(submission.blob().sha256().value()))
            .isPresent();
    if (bound) {
      throw new ProblemException(ProblemCode.IDEMPOTENCY_CONFLICT);
    }
  }

  private static boolean insert(
      Handle transaction, Submission submission, UUID id, @Nullable ProblemCode refusal) {
    return transaction
            .createUpdate(
                """
                INSERT INTO upload_job (id, center_key, kind, media_type, content_hash, size_bytes,
                    blob_key, ingest_mode, source_system, idempotency_key, retention_policy,
                    status, error_code, finished_at, change_number)
                VALUES (:id, :center, :kind, :mediaType, :hash, :size, :blobKey, :mode, :system,
                    :key, :retention, :status, :error,
                    CASE WHEN CAST(:error AS text) IS NULL THEN NULL ELSE now() END,
                    nextval('upload_job_change'))
                ON CONFLICT DO NOTHING
                """)
            .bind("id", id)
            .bind("center", submission.center().value())
            .bind("kind", submission.kind().wireName())
            .bind("mediaType", submission.mediaType())
            .bind("hash", submission.blob().sha256().value())
            .bind("size", submission.blob().sizeBytes())
            .bind("blobKey", submission.blob().key().value())
            .bind("mode", submission.mode().wireName())
            .bind("system", submission.sourceSystem())
            .bind("key", submission.idempotencyKey())
            .bind("retention", submission.mode().retentionPolicy())
            .bind("status", refusal == null ? "pending" : "error")
            .bind("error", refusal == null ? null : refusal.wireName())
            .execute()
        == 1;
  }

  private static UUID living(Handle transaction, Submission submission) {
    return transaction
        .createQuery(
            """
            SELECT id FROM upload_job
            WHERE center_key = :center AND content_hash = :hash
                AND status NOT IN ('error', 'lost', 'cancelled')
            """)
        .bind("center", submission.center().value())
        .bind("hash", submission.blob().sha256().value())
        .mapTo(UUID.class)
        .findOne()
        .orElseThrow(() -> new ProblemException(ProblemCode.CONFLICT));
  }

  private static Optional<UUID> alreadyRefused(
      Handle transaction, Submission submission, ProblemCode code) {
    return transaction
        .createQuery(
            """
            SELECT id FROM upload_job
            WHERE center_key = :center AND status = 'error' AND content_hash = :hash
                AND error_code = :code
            ORDER BY id DESC LIMIT 1
            """)
        .bind("center", submission.center().value())
        .bind("hash", submission.blob().sha256().value())
        .bind("code", code.wireName())
        .mapTo(UUID.class)
        .findOne();
  }
}
