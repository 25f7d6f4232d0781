package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads jobs of the centers in scope, never more than a page at a time. */
@ApplicationScoped
public class UploadJobs {
  private static final String COLUMNS =
      """
      id, center_key, kind, size_bytes, ingest_mode, source_system, storage_tier, status,
      error_code, attempt, retryable, retry_count, max_retries, next_retry_at, last_attempt_at,
      cancellation_requested_at, stage, percent, seconds_left,
      removed_by_type::text AS removed_by_type, human_validated, cleanup_status,
      cleanup_receipt_id, previous_upload_job_id, medium_id, patient_id, patient_examination_id,
      created_at, updated_at, finished_at, change_number
      """;

  private static final String OLDEST_RUNNING =
      "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

  private final Jdbi jdbi;

  UploadJobs(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The job of this id, when its center is in scope. */
  public Optional<UploadJob> find(CenterScope scope, UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM upload_job WHERE id = :id AND center_key = ANY(:centers)")
                .bind("id", id)
                .bind("centers", scope.keys())
                .map(rowView -> job(rowView))
                .findOne());
  }

  /** Up to {@code limit} jobs behind the cursor. */
  public List<UploadJob> page(
      CenterScope scope, JobFilter filter, JobOrder order, Optional<JobCursor> after, int limit) {
    return jdbi.withHandle(
        handle -> {
          Query query = handle.createQuery(pageQuery(filter, order, after.isPresent()));
          after.ifPresent(
              cursor -> {
                query.bind("cursorId", cursor.id());
                if (!order.isById()) {
                  query.bind("cursorValue", cursor.value());
                }
              });
          return list(filter.bind(query, scope).bind("limit", limit));
        });
  }

  /**
   * Reads one index range for each center and status and merges them: each range gives at most a
   * page, so the effort does not grow with the table. Ranges give places only; rows are fetched for
   * the one page, however many centers were asked.
   */
  static String pageQuery(JobFilter filter, JobOrder order, boolean behindCursor) {
    boolean byStatus = !filter.statuses().isEmpty();
    return "SELECT j.* FROM (SELECT k.id FROM unnest(:centers) AS wanted_center (key)"
        + (byStatus ? " CROSS JOIN unnest(:statuses) AS wanted_status (name)" : "")
        + " CROSS JOIN LATERAL (SELECT "
        + order.columns()
        + " FROM upload_job WHERE center_key = wanted_center.key"
        + (byStatus ? " AND status = wanted_status.name" : "")
        + filter.conditions()
        + (behindCursor ? " AND " + order.behind() : "")
        + " ORDER BY "
        + order.clause()
        + " LIMIT :limit) AS k ORDER BY "
        + order.clause()
        + " LIMIT :limit) AS page CROSS JOIN LATERAL (SELECT "
        + COLUMNS
        + " FROM upload_job WHERE id = page.id) AS j ORDER BY "
        + order.clause();
  }

  /** How far the changes were read: everything up to this change of this transaction. */
  public record ChangePlace(long transaction, long number) {}

  /** Changed jobs, oldest change first, and the place behind them. */
  public record Changes(List<UploadJob> jobs, ChangePlace next) {}

  /**
   * Up to {@code limit} jobs of any center that changed behind the place. Changes of the oldest
   * running transaction and of all later ones are left for the next time: only what is below is
   * complete, for a transaction may commit after a later one.
   */
  public Changes changedAfter(ChangePlace place, int limit) {
    return jdbi.withHandle(
        handle -> {
          List<Map.Entry<ChangePlace, UploadJob>> found =
              handle
                  .createQuery(
                      "SELECT "
                          + COLUMNS
                          + ", change_transaction FROM upload_job"
                          + " WHERE (change_transaction, change_number) > (:transaction, :number)"
                          + " AND change_transaction < "
                          + OLDEST_RUNNING
                          + " ORDER BY change_transaction, change_number LIMIT :limit")
                  .bind("transaction", place.transaction())
                  .bind("number", place.number())
                  .bind("limit", limit)
                  .map(row -> Map.entry(placeOf(row), job(row)))
                  .list();
          ChangePlace next = found.isEmpty() ? place : found.get(found.size() - 1).getKey();
          return new Changes(found.stream().map(Map.Entry::getValue).toList(), next);
        });
  }

  private static ChangePlace placeOf(RowView row) {
    return new ChangePlace(
        row.getColumn("change_transaction", Long.class),
        row.getColumn("change_number", Long.class));
  }

  /** The place behind everything that is over now. */
  public ChangePlace newestChange() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT " + OLDEST_RUNNING)
                .mapTo(Long.class)
                .map(oldest -> new ChangePlace(oldest - 1, Long.MAX_VALUE))
                .one());
  }

  /** How many jobs of the scope have not ended, counted up to {@code most}. */
  public int countOpen(CenterScope scope, int most) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*) FROM (
                        SELECT 1 FROM upload_job
                        WHERE center_key = ANY(:centers) AND status IN
                            ('pending', 'processing', 'retrying', 'cancel_requested')
                        LIMIT :most) AS open
                    """)
                .bind("centers", scope.keys())
                .bind("most", most)
                .mapTo(Integer.class)
                .one());
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
        row.getColumn("storage_tier", String.class),
        UploadStatus.named(row.getColumn("status", String.class)),
        row.getColumn("error_code", String.class),
        row.getColumn("attempt", Integer.class),
        row.getColumn("retryable", Boolean.class),
        row.getColumn("retry_count", Integer.class),
        row.getColumn("max_retries", Integer.class),
        instant(row, "next_retry_at"),
        instant(row, "last_attempt_at"),
        instant(row, "cancellation_requested_at"),
        row.getColumn("stage", String.class),
        row.getColumn("percent", Integer.class),
        row.getColumn("seconds_left", Integer.class),
        RemovedByType.fromJson(row.getColumn("removed_by_type", String.class)),
        row.getColumn("human_validated", Boolean.class),
        CleanupStatus.named(row.getColumn("cleanup_status", String.class)),
        row.getColumn("cleanup_receipt_id", UUID.class),
        row.getColumn("previous_upload_job_id", UUID.class),
        row.getColumn("medium_id", Long.class),
        row.getColumn("patient_id", Long.class),
        row.getColumn("patient_examination_id", Long.class),
        row.getColumn("created_at", OffsetDateTime.class).toInstant(),
        row.getColumn("updated_at", OffsetDateTime.class).toInstant(),
        instant(row, "finished_at"),
        row.getColumn("change_number", Long.class));
  }

  private static @Nullable Instant instant(RowView row, String column) {
    @Nullable OffsetDateTime time = row.getColumn(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
