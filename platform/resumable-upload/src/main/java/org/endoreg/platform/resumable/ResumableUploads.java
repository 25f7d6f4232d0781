package org.endoreg.platform.resumable;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The rows of uploads. Time is the database's alone: a clock of this machine that jumps revives or
 * ends nothing. Every statement has a bound and an index.
 */
@ApplicationScoped
class ResumableUploads {
  private static final String COLUMNS =
      """
      id, center_key, kind, state, length_bytes, offset_bytes, extension, source_system,
      idempotency_key, declared_sha256, concat, job_id, job_url, reused, expires_at
      """;

  private final Jdbi jdbi;

  ResumableUploads(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What a row begins with. */
  record NewUpload(
      UUID id,
      CenterKey center,
      Concatenation.Kind kind,
      long length,
      UploadMetadata metadata,
      String concat) {}

  /** How many unfinished uploads a center may have, and what they may take in all. */
  record Room(int uploads, long bytes) {}

  /**
   * Adds an upload.
   *
   * @throws ProblemException {@code center_forbidden}, {@code too_many_uploads} or {@code
   *     center_staging_full}
   */
  void add(CenterScope scope, NewUpload upload, Room room, Duration expiry) {
    if (!scope.covers(upload.center())) {
      throw new ProblemException(ProblemCode.CENTER_FORBIDDEN);
    }
    jdbi.useTransaction(
        transaction -> {
          // One at a time for each center, or else many at once would pass the limit together.
          transaction
              .createQuery("SELECT 1 FROM pg_advisory_xact_lock(60, hashtext(:center))")
              .bind("center", upload.center().value())
              .mapTo(Integer.class)
              .one();
          requireRoom(transaction, upload, room);
          insert(transaction, upload, expiry);
        });
  }

  private static void requireRoom(Handle transaction, NewUpload upload, Room room) {
    Room taken =
        transaction
            .createQuery(
                """
                SELECT count(*) AS uploads, coalesce(sum(length_bytes), 0)::bigint AS bytes FROM (
                    SELECT length_bytes FROM resumable_upload
                    WHERE center_key = :center AND state = 'open' LIMIT :limit) AS held
                """)
            .bind("center", upload.center().value())
            .bind("limit", room.uploads())
            .map((row, context) -> new Room(row.getInt("uploads"), row.getLong("bytes")))
            .one();
    if (taken.uploads() >= room.uploads()) {
      throw new ProblemException(ProblemCode.TOO_MANY_UPLOADS);
    }
    if (upload.length() > room.bytes() - taken.bytes()) {
      throw new ProblemException(ProblemCode.CENTER_STAGING_FULL);
    }
  }

  private static void insert(Handle transaction, NewUpload upload, Duration expiry) {
    UploadMetadata metadata = upload.metadata();
    transaction
        .createUpdate(
            """
            INSERT INTO resumable_upload (id, center_key, kind, length_bytes, extension,
                source_system, idempotency_key, declared_sha256, concat, expires_at)
            VALUES (:id, :center, :kind, :length, :extension, :system, :key, :sha256, :concat,
                now() + make_interval(secs => :expiry))
            """)
        .bind("id", upload.id())
        .bind("center", upload.center().value())
        .bind("kind", upload.kind().columnValue())
        .bind("length", upload.length())
        .bind("extension", metadata.extension())
        .bind("system", metadata.sourceSystem().orElse(""))
        .bind("key", metadata.idempotencyKey().orElse(""))
        .bind("sha256", metadata.sha256().map(Sha256::value).orElse(null))
        .bind("concat", upload.concat())
        .bind("expiry", expiry.toSeconds())
        .execute();
  }

  /**
   * The upload of this id, when its center is in scope. One whose time is over is marked so in
   * passing, and stays so whatever the clock says later.
   */
  Optional<ResumableUpload> find(CenterScope scope, UUID id) {
    return jdbi.withHandle(
        handle -> {
          handle
              .createUpdate(
                  """
                  UPDATE resumable_upload SET state = 'expired', leftover = true
                  WHERE id = :id AND center_key = ANY(:centers) AND state = 'open'
                      AND expires_at <= now()
                  """)
              .bind("id", id)
              .bind("centers", scope.keys())
              .execute();
          return one(handle, scope, id, "");
        });
  }

  /** The same within a transaction that no other completion of this upload may enter. */
  Optional<ResumableUpload> lock(Handle transaction, CenterScope scope, UUID id) {
    return one(transaction, scope, id, " FOR UPDATE");
  }

  private static Optional<ResumableUpload> one(
      Handle handle, CenterScope scope, UUID id, String suffix) {
    Query query =
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM resumable_upload WHERE id = :id AND center_key = ANY(:centers)"
                    + suffix)
            .bind("id", id)
            .bind("centers", scope.keys());
    return query.reduceRows(
        Optional.<ResumableUpload>empty(), (none, row) -> Optional.of(upload(row)));
  }

  /**
   * Records a checkpoint and puts the expiry off; false when the upload ended meanwhile or is not
   * at {@code from} any more.
   */
  boolean advance(CenterScope scope, UUID id, long from, long to, Duration expiry) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        """
                        UPDATE resumable_upload SET offset_bytes = :to,
                            expires_at = now() + make_interval(secs => :expiry)
                        WHERE id = :id AND center_key = ANY(:centers) AND state = 'open'
                            AND offset_bytes = :from
                        """)
                    .bind("id", id)
                    .bind("centers", scope.keys())
                    .bind("from", from)
                    .bind("to", to)
                    .bind("expiry", expiry.toSeconds())
                    .execute()
                == 1);
  }

  /** Ends the upload with its job, in the transaction that made the job. */
  void complete(Handle transaction, CenterScope scope, UUID id, Completion completion) {
    transaction
        .createUpdate(
            """
            UPDATE resumable_upload SET state = 'complete', job_id = :job, job_url = :url,
                leftover = :leftover, reused = :leftover
            WHERE id = :id AND center_key = ANY(:centers)
            """)
        .bind("id", id)
        .bind("centers", scope.keys())
        .bind("job", completion.jobId())
        .bind("url", completion.jobUrl())
        .bind("leftover", !completion.keepsBytes())
        .execute();
  }

  /** Ends an upload that will not be completed; its bytes are due for removal. */
  void remove(CenterScope scope, UUID id) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE resumable_upload SET leftover = true,
                        state = CASE state WHEN 'open' THEN 'removed' ELSE state END
                    WHERE id = :id AND center_key = ANY(:centers) AND state <> 'complete'
                    """)
                .bind("id", id)
                .bind("centers", scope.keys())
                .execute());
  }

  /** Lets pieces that were put together end soon; a repeated request still finds them. */
  void expireSoon(CenterScope scope, List<UUID> ids) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE resumable_upload
                    SET expires_at = least(expires_at, now() + interval '10 minutes')
                    WHERE id = ANY(:ids) AND center_key = ANY(:centers) AND state = 'open'
                    """)
                .bind("ids", ids.toArray(UUID[]::new))
                .bind("centers", scope.keys())
                .execute());
  }

  /** Marks up to {@code limit} uploads whose time is over; returns how many. */
  int expire(int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE resumable_upload SET state = 'expired', leftover = true
                    WHERE id IN (
                        SELECT id FROM resumable_upload
                        WHERE state = 'open' AND expires_at <= now()
                        ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                    """)
                .bind("limit", limit)
                .execute());
  }

  /** Up to {@code limit} uploads after this id whose bytes are due for removal, of any center. */
  List<ResumableUpload> leftovers(@Nullable UUID after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM resumable_upload WHERE leftover AND id > :after"
                        + " ORDER BY id LIMIT :limit")
                .bind("after", after == null ? new UUID(0, 0) : after)
                .bind("limit", limit)
                .map(row -> upload(row))
                .list());
  }

  /** True when the bytes of this upload are due for removal. */
  boolean isLeftover(CenterScope scope, UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT leftover FROM resumable_upload
                    WHERE id = :id AND center_key = ANY(:centers)
                    """)
                .bind("id", id)
                .bind("centers", scope.keys())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
  }

  /** Records that nothing of the upload lies around any more. */
  void cleared(UUID id) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("UPDATE resumable_upload SET leftover = false WHERE id = :id")
                .bind("id", id)
                .execute());
  }

  /** Which of these ids are of unfinished uploads, the only ones that may have staged bytes. */
  Set<UUID> openAmong(List<UUID> ids) {
    return new HashSet<>(
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT id FROM resumable_upload WHERE id = ANY(:ids) AND state = 'open'")
                    .bind("ids", ids.toArray(UUID[]::new))
                    .mapTo(UUID.class)
                    .list()));
  }

  /** Forgets up to {@code limit} uploads that ended {@code kept} ago or longer. */
  int forget(Duration kept, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    DELETE FROM resumable_upload WHERE id IN (
                        SELECT id FROM resumable_upload
                        WHERE state <> 'open' AND NOT leftover
                            AND expires_at < now() - make_interval(secs => :kept)
                        ORDER BY expires_at LIMIT :limit)
                    """)
                .bind("kept", kept.toSeconds())
                .bind("limit", limit)
                .execute());
  }

  private static ResumableUpload upload(RowView row) {
    return new ResumableUpload(
        row.getColumn("id", UUID.class),
        new CenterKey(row.getColumn("center_key", String.class)),
        Concatenation.Kind.named(row.getColumn("kind", String.class)),
        ResumableUpload.State.valueOf(
            row.getColumn("state", String.class).toUpperCase(Locale.ROOT)),
        row.getColumn("length_bytes", Long.class),
        row.getColumn("offset_bytes", Long.class),
        row.getColumn("extension", String.class),
        text(row, "source_system"),
        text(row, "idempotency_key"),
        text(row, "declared_sha256").map(Sha256::new),
        row.getColumn("concat", String.class),
        Optional.ofNullable(row.getColumn("job_id", UUID.class)).map(id -> job(row, id)),
        row.getColumn("expires_at", OffsetDateTime.class).toInstant());
  }

  private static ResumableUpload.Job job(RowView row, UUID id) {
    return new ResumableUpload.Job(
        id, row.getColumn("job_url", String.class), row.getColumn("reused", Boolean.class));
  }

  private static Optional<String> text(RowView row, String column) {
    return Optional.ofNullable(row.getColumn(column, String.class)).filter(text -> !text.isEmpty());
  }
}
