package org.endoreg.ingest.reaper;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.ingest.ledger.CleanupStatus;
import org.endoreg.ingest.ledger.UploadStatus;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** Reads jobs whose source might go. */
@ApplicationScoped
class Candidates {
  /** A later success of the same bytes, handed in the same way, stands for a failed job. */
  private static final String SELECT =
      """
      SELECT job.id, job.center_key, job.status, job.cleanup_status, job.retention_policy,
          job.source_file_delete_eligible_at, job.retryable, job.blob_key, job.sidecar_blob_key,
          job.content_hash, job.size_bytes,
          heir.id IS NOT NULL AS replaced,
          coalesce(heir.medium_id, job.medium_id) IS NOT NULL AS registered,
          coalesce(heir.human_validated, job.human_validated) AS signed_off,
          coalesce(heir.artifact_blob_key, job.artifact_blob_key) AS artifact_blob_key,
          coalesce(heir.artifact_sha256, job.artifact_sha256) AS artifact_sha256,
          coalesce(heir.artifact_size_bytes, job.artifact_size_bytes) AS artifact_size_bytes,
          EXISTS (SELECT 1 FROM blob_reference other
              WHERE other.blob_key = job.blob_key AND other.owner_id <> job.id) AS shared
      FROM upload_job job
      LEFT JOIN LATERAL (SELECT * FROM upload_job later
          WHERE job.status = 'error' AND later.status = 'anonymized' AND later.id > job.id
              AND later.center_key = job.center_key AND later.content_hash = job.content_hash
              AND later.media_type = job.media_type AND later.source_system = job.source_system
              AND later.ingest_mode = job.ingest_mode AND later.storage_class = job.storage_class
              AND later.storage_tier = job.storage_tier
          ORDER BY later.id DESC LIMIT 1) heir ON true
      """;

  private final Jdbi jdbi;

  Candidates(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Due ones and half-deleted ones, longest due first. */
  List<Candidate> due(CenterScope scope, int limit) {
    return list(
        scope,
        """
        WHERE job.center_key = ANY(:centers)
            AND (job.cleanup_status = 'deleting'
                OR (job.cleanup_status = 'eligible'
                    AND job.source_file_delete_eligible_at <= now()))
        ORDER BY job.source_file_delete_eligible_at, job.id LIMIT :limit
        """,
        limit);
  }

  /** Every source that is still there although its policy lets it go, also those not due. */
  List<Candidate> kept(CenterScope scope, UUID after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + """
                        WHERE job.center_key = ANY(:centers) AND job.id > :after
                            AND job.source_file_persisted
                            AND job.retention_policy = 'delete_after_success'
                        ORDER BY job.id LIMIT :limit
                        """)
                .bind("centers", scope.keys())
                .bind("after", after)
                .bind("limit", limit)
                .map(rowView -> candidate(rowView))
                .list());
  }

  /** The job as it is now, locked until the transaction ends. */
  Optional<Candidate> lock(Handle transaction, UUID id) {
    return transaction
        .createQuery(SELECT + " WHERE job.id = :id FOR UPDATE OF job")
        .bind("id", id)
        .map(rowView -> candidate(rowView))
        .findOne();
  }

  /** Lets sources of failed jobs go whose bytes succeeded later. */
  void letReplacedGo(Handle transaction) {
    transaction
        .createUpdate(
            """
            UPDATE upload_job job SET cleanup_status = 'eligible',
                source_file_delete_eligible_at = now()
            WHERE job.status = 'error' AND job.cleanup_status = 'pending'
                AND job.retention_policy = 'delete_after_success' AND job.source_file_persisted
                AND EXISTS (SELECT 1 FROM upload_job later
                    WHERE later.status = 'anonymized' AND later.id > job.id
                        AND later.center_key = job.center_key
                        AND later.content_hash = job.content_hash)
            """)
        .execute();
  }

  private List<Candidate> list(CenterScope scope, String condition, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(SELECT + condition)
                .bind("centers", scope.keys())
                .bind("limit", limit)
                .map(rowView -> candidate(rowView))
                .list());
  }

  private static Candidate candidate(RowView row) {
    return new Candidate(
        row.getColumn("id", UUID.class),
        new CenterKey(row.getColumn("center_key", String.class)),
        UploadStatus.named(row.getColumn("status", String.class)),
        CleanupStatus.named(row.getColumn("cleanup_status", String.class)),
        row.getColumn("retention_policy", String.class),
        instant(row, "source_file_delete_eligible_at"),
        row.getColumn("retryable", Boolean.class),
        row.getColumn("replaced", Boolean.class),
        row.getColumn("registered", Boolean.class),
        row.getColumn("signed_off", Boolean.class),
        row.getColumn("shared", Boolean.class),
        new Blob(
            new BlobKey(row.getColumn("blob_key", String.class)),
            new Sha256(row.getColumn("content_hash", String.class)),
            row.getColumn("size_bytes", Long.class)),
        Optional.ofNullable(row.getColumn("sidecar_blob_key", String.class)).map(BlobKey::new),
        artifact(row));
  }

  private static Optional<Blob> artifact(RowView row) {
    @Nullable String key = row.getColumn("artifact_blob_key", String.class);
    return key == null
        ? Optional.empty()
        : Optional.of(
            new Blob(
                new BlobKey(key),
                new Sha256(row.getColumn("artifact_sha256", String.class)),
                row.getColumn("artifact_size_bytes", Long.class)));
  }

  private static @Nullable Instant instant(RowView row, String column) {
    @Nullable OffsetDateTime time = row.getColumn(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
