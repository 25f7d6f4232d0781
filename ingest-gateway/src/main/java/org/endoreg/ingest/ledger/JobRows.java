package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows the ledger looks at before it accepts bytes, and the one it then writes. */
@ApplicationScoped
class JobRows {

  /** What the newest job bound to the submission's key is about; empty when the key is free. */
  Optional<Sha256> boundTo(Handle transaction, Submission submission) {
    if (submission.idempotencyKey().isEmpty()) {
      return Optional.empty();
    }
    return transaction
        .createQuery(
            """
            SELECT content_hash FROM upload_job
            WHERE center_key = :center AND source_system = :system AND ingest_mode = :mode
                AND storage_class = 'ingest' AND storage_tier = :tier AND idempotency_key = :key
            ORDER BY created_at DESC LIMIT 1
            """)
        .bind("center", submission.center().value())
        .bind("system", submission.sourceSystem())
        .bind("mode", submission.mode().wireName())
        .bind("tier", submission.tier().wireName())
        .bind("key", submission.idempotencyKey())
        .mapTo(String.class)
        .findOne()
        .map(Sha256::new);
  }

  /** The job that stands for these bytes in their center, locked; empty when there is none. */
  Optional<LivingJob> living(Handle transaction, Submission submission) {
    return transaction
        .createQuery(
            """
            SELECT id, status, blob_key, artifact_blob_key FROM upload_job
            WHERE center_key = :center AND content_hash = :hash
                AND status NOT IN ('error', 'lost', 'cancelled')
            FOR UPDATE
            """)
        .bind("center", submission.center().value())
        .bind("hash", submission.blob().sha256().value())
        .map(
            (row, context) ->
                new LivingJob(
                    row.getObject("id", UUID.class),
                    UploadStatus.named(row.getString("status")),
                    new BlobKey(row.getString("blob_key")),
                    Optional.ofNullable(row.getString("artifact_blob_key")).map(BlobKey::new)))
        .findOne();
  }

  /** The job that was made of this very blob, unless its bytes were lost. */
  Optional<UUID> madeOf(Handle transaction, Submission submission) {
    return transaction
        .createQuery("SELECT id FROM upload_job WHERE blob_key = :key AND status <> 'lost'")
        .bind("key", submission.blob().key().value())
        .mapTo(UUID.class)
        .findOne();
  }

  /** The newest job that refused these bytes for this reason. */
  Optional<UUID> refused(Handle transaction, Submission submission, ProblemCode code) {
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

  /** True when the content had a job of this center, whatever became of it. */
  boolean hasContent(Handle transaction, CenterKey center, Sha256 content) {
    return transaction
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM upload_job"
                + " WHERE center_key = :center AND content_hash = :hash)")
        .bind("center", center.value())
        .bind("hash", content.value())
        .mapTo(Boolean.class)
        .one();
  }

  /** A living job of another center that brought the same bytes with a sign-off. */
  boolean isSignedOffElsewhere(Handle transaction, CenterKey center, Sha256 content) {
    return transaction
        .createQuery(
            """
            SELECT EXISTS (SELECT 1 FROM upload_job
                WHERE content_hash = :hash AND center_key <> :center
                    AND storage_tier = 'upload_preanonymized'
                    AND status NOT IN ('error', 'lost', 'cancelled'))
            """)
        .bind("center", center.value())
        .bind("hash", content.value())
        .mapTo(Boolean.class)
        .one();
  }

  /** False when a living job holds the content or the key already. */
  boolean insert(
      Handle transaction,
      Submission submission,
      UUID id,
      @Nullable ProblemCode refusal,
      @Nullable UUID previous) {
    return transaction
            .createUpdate(
                """
                INSERT INTO upload_job (id, center_key, kind, media_type, content_hash, size_bytes,
                    blob_key, sidecar_blob_key, ingest_mode, storage_tier, source_system,
                    idempotency_key, retention_policy, created_by, previous_upload_job_id,
                    status, error_code, finished_at, change_number)
                VALUES (:id, :center, :kind, :mediaType, :hash, :size, :blobKey, :sidecar, :mode,
                    :tier, :system, :key, :retention, :by, :previous, :status, :error,
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
            .bind("sidecar", submission.sidecar().map(BlobKey::value).orElse(null))
            .bind("mode", submission.mode().wireName())
            .bind("tier", submission.tier().wireName())
            .bind("system", submission.sourceSystem())
            .bind("key", submission.idempotencyKey())
            .bind("retention", submission.mode().retentionPolicy())
            .bind("by", submission.createdBy())
            .bind("previous", previous)
            .bind("status", refusal == null ? "pending" : "error")
            .bind("error", refusal == null ? null : refusal.wireName())
            .execute()
        == 1;
  }

  /** The job that holds content or key, and where its bytes should be. */
  record LivingJob(UUID id, UploadStatus status, BlobKey source, Optional<BlobKey> artifact) {}
}
