package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads jobs of the centers in scope, newest first, never more than a page at a time. */
@ApplicationScoped
public class UploadJobs {
  private static final String COLUMNS =
      """
      id, center_key, kind, size_bytes, ingest_mode, source_system, status, error_code, stage,
      percent, seconds_left, removed_by_type::text AS removed_by_type, medium_id, patient_id,
      patient_examination_id, created_at, updated_at, finished_at, change_number
      """;

  private final Jdbi jdbi;

  UploadJobs(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The job of this id, when its center is in scope. */
  public Optional<UploadJob> find(CenterScope scope, UUID id) {
    return jdbi.withHandle(
        handle ->
            one(
                handle
                    .createQuery(
                        "SELECT "
                            + COLUMNS
                            + " FROM upload_job WHERE id = :id AND center_key = ANY(:centers)")
                    .bind("id", id)
                    .bind("centers", scope.keys())));
  }

  /** Up to {@code limit} jobs older than {@code before}, newest first. */
  public List<UploadJob> page(
      CenterScope scope, @Nullable UploadStatus status, @Nullable UUID before, int limit) {
    String sql =
        "SELECT "
            + COLUMNS
            + " FROM upload_job WHERE center_key = ANY(:centers)"
            + (status == null ? "" : " AND status = :status")
            + (before == null ? "" : " AND id < :before")
            + " ORDER BY id DESC LIMIT :limit";
    return jdbi.withHandle(
        handle -> {
          Query query = handle.createQuery(sql).bind("centers", scope.keys()).bind("limit", limit);
          if (status != null) {
            query.bind("status", status.wireName());
          }
          if (before != null) {
            query.bind("before", before);
          }
          return list(query);
        });
  }

  /**
   * Up to {@code limit} jobs of any center that changed after the change {@code number}, oldest
   * change first.
   */
  public List<UploadJob> changedAfter(long number, int limit) {
    return jdbi.withHandle(
        handle ->
            list(
                handle
                    .createQuery(
                        "SELECT "
                            + COLUMNS
                            + " FROM upload_job WHERE change_number > :number"
                            + " ORDER BY change_number LIMIT :limit")
                    .bind("number", number)
                    .bind("limit", limit)));
  }

  /** How many jobs of each status there are, and since when the oldest one waits. */
  public JobSummary summary(CenterScope scope) {
    return jdbi.withHandle(
        handle -> new JobSummary(counts(handle, scope), waitingSince(handle, scope).orElse(null)));
  }

  private static Map<UploadStatus, Long> counts(Handle handle, CenterScope scope) {
    return handle
        .createQuery(
            "SELECT status, count(*) AS jobs FROM upload_job"
                + " WHERE center_key = ANY(:centers) GROUP BY status")
        .bind("centers", scope.keys())
        .reduceRows(
            new EnumMap<UploadStatus, Long>(UploadStatus.class),
            (found, row) -> {
              found.put(status(row), row.getColumn("jobs", Long.class));
              return found;
            });
  }

  private static Optional<Instant> waitingSince(Handle handle, CenterScope scope) {
    return handle
        .createQuery(
            "SELECT created_at FROM upload_job WHERE center_key = ANY(:centers)"
                + " AND status IN ('pending', 'retrying') ORDER BY id LIMIT 1")
        .bind("centers", scope.keys())
        .mapTo(OffsetDateTime.class)
        .findOne()
        .map(OffsetDateTime::toInstant);
  }

  /** The number of the newest change; 0 when there is none. */
  public long newestChange() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT coalesce(max(change_number), 0) FROM upload_job")
                .mapTo(Long.class)
                .one());
  }

  private static Optional<UploadJob> one(Query query) {
    return query.reduceRows(Optional.<UploadJob>empty(), (none, row) -> Optional.of(job(row)));
  }

  private static List<UploadJob> list(Query query) {
    return query.map(rowView -> job(rowView)).list();
  }

  private static UploadJob job(RowView row) {
    return new UploadJob(
        row.getColumn("id", UUID.class),
        new CenterKey(row.getColumn("center_key", String.class)),
        MediaKind.of(row.getColumn("kind", String.class)),
        row.getColumn("size_bytes", Long.class),
        row.getColumn("ingest_mode", String.class),
        row.getColumn("source_system", String.class),
        status(row),
        row.getColumn("error_code", String.class),
        row.getColumn("stage", String.class),
        row.getColumn("percent", Integer.class),
        row.getColumn("seconds_left", Integer.class),
        RemovedByType.fromJson(row.getColumn("removed_by_type", String.class)),
        row.getColumn("medium_id", Long.class),
        row.getColumn("patient_id", Long.class),
        row.getColumn("patient_examination_id", Long.class),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        row.getColumn("finished_at", OffsetDateTime.class) == null
            ? null
            : instant(row, "finished_at"),
        row.getColumn("change_number", Long.class));
  }

  private static UploadStatus status(RowView row) {
    return UploadStatus.named(row.getColumn("status", String.class));
  }

  private static Instant instant(RowView row, String column) {
    return row.getColumn(column, OffsetDateTime.class).toInstant();
  }
}
