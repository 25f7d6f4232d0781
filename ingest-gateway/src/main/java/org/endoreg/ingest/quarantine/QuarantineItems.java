package org.endoreg.ingest.quarantine;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads quarantined drops of the centers in scope. */
@ApplicationScoped
class QuarantineItems {
  private static final String COLUMNS =
      """
      id, center_key, sha256, size_bytes, folder, reason_code, sidecar_blob_key IS NOT NULL
      AS has_sidecar, status, arrived_at, last_seen_at, decision_reason, reviewed_by, reviewed_at,
      delete_eligible_at, receipt_id, deleted_at, deleted_by, error_code, upload_job_id
      """;

  private final Jdbi jdbi;

  QuarantineItems(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Newest first. */
  List<QuarantineItem> page(
      CenterScope scope,
      @Nullable QuarantineStatus status,
      int olderThanDays,
      int limit,
      int skip) {
    String sql =
        "SELECT "
            + COLUMNS
            + " FROM quarantine_item WHERE center_key = ANY(:centers)"
            + (status == null ? "" : " AND status = :status")
            + " AND arrived_at <= now() - make_interval(days => :days)"
            + " ORDER BY id DESC LIMIT :limit OFFSET :skip";
    return jdbi.withHandle(
        handle -> {
          Query query = handle.createQuery(sql).bind("centers", scope.keys());
          if (status != null) {
            query.bind("status", status.wireName());
          }
          query.bind("days", olderThanDays).bind("limit", limit).bind("skip", skip);
          return query.map(rowView -> item(rowView)).list();
        });
  }

  Optional<QuarantineItem> find(Handle handle, CenterScope scope, UUID id) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM quarantine_item WHERE id = :id AND center_key = ANY(:centers)")
        .bind("id", id)
        .bind("centers", scope.keys())
        .map(rowView -> item(rowView))
        .findOne();
  }

  /** The item with what only this package may know, locked until the transaction ends. */
  Optional<Held> lock(Handle transaction, CenterScope scope, UUID id) {
    return transaction
        .createQuery(
            "SELECT * FROM quarantine_item WHERE id = :id AND center_key = ANY(:centers)"
                + " FOR UPDATE")
        .bind("id", id)
        .bind("centers", scope.keys())
        .map(rowView -> held(rowView))
        .findOne();
  }

  /** Approved items that are due and arrived at least that many days ago, oldest approval first. */
  List<Held> due(CenterScope scope, int olderThanDays, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM quarantine_item
                    WHERE center_key = ANY(:centers) AND status = 'approved_for_deletion'
                        AND delete_eligible_at <= now()
                        AND arrived_at <= now() - make_interval(days => :days)
                    ORDER BY delete_eligible_at, id LIMIT :limit
                    """)
                .bind("centers", scope.keys())
                .bind("days", olderThanDays)
                .bind("limit", limit)
                .map(rowView -> held(rowView))
                .list());
  }

  /** Items whose bytes should be there, in the order of their ids, after this one. */
  List<Held> present(CenterScope scope, UUID after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM quarantine_item
                    WHERE center_key = ANY(:centers) AND id > :after
                        AND status IN ('pending_review', 'retained', 'approved_for_deletion',
                            'failed')
                    ORDER BY id LIMIT :limit
                    """)
                .bind("centers", scope.keys())
                .bind("after", after)
                .bind("limit", limit)
                .map(rowView -> held(rowView))
                .list());
  }

  /** An item with its blobs. {@code deleting} is true once a deletion has begun. */
  record Held(
      UUID id,
      CenterKey center,
      Sha256 sha256,
      long sizeBytes,
      BlobKey blob,
      Optional<BlobKey> sidecar,
      QuarantineStatus status,
      @Nullable String reviewedBy,
      boolean deleting) {}

  private static Held held(RowView row) {
    return new Held(
        row.getColumn("id", UUID.class),
        new CenterKey(row.getColumn("center_key", String.class)),
        new Sha256(row.getColumn("sha256", String.class)),
        row.getColumn("size_bytes", Long.class),
        new BlobKey(row.getColumn("blob_key", String.class)),
        Optional.ofNullable(row.getColumn("sidecar_blob_key", String.class)).map(BlobKey::new),
        QuarantineStatus.named(row.getColumn("status", String.class)),
        row.getColumn("reviewed_by", String.class),
        row.getColumn("delete_started_at", OffsetDateTime.class) != null);
  }

  private static QuarantineItem item(RowView row) {
    return new QuarantineItem(
        row.getColumn("id", UUID.class),
        new CenterKey(row.getColumn("center_key", String.class)),
        new Sha256(row.getColumn("sha256", String.class)),
        row.getColumn("size_bytes", Long.class),
        row.getColumn("folder", String.class),
        row.getColumn("reason_code", String.class),
        row.getColumn("has_sidecar", Boolean.class),
        QuarantineStatus.named(row.getColumn("status", String.class)),
        row.getColumn("arrived_at", OffsetDateTime.class).toInstant(),
        row.getColumn("last_seen_at", OffsetDateTime.class).toInstant(),
        row.getColumn("decision_reason", String.class),
        row.getColumn("reviewed_by", String.class),
        instant(row, "reviewed_at"),
        instant(row, "delete_eligible_at"),
        row.getColumn("receipt_id", UUID.class),
        instant(row, "deleted_at"),
        row.getColumn("deleted_by", String.class),
        row.getColumn("error_code", String.class),
        row.getColumn("upload_job_id", UUID.class));
  }

  private static @Nullable Instant instant(RowView row, String column) {
    @Nullable OffsetDateTime time = row.getColumn(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
