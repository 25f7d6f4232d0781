package org.endoreg.platform.deadletters;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/**
 * The rows of records set aside. A row whose record names no known center may be about any of them,
 * so it is shown only to callers who see {@code everywhere}.
 */
@ApplicationScoped
class DeadLetters {
  private static final String VISIBLE =
      "(center_key = ANY(:centers) OR (center_key IS NULL AND :everywhere))";

  private final Jdbi jdbi;

  DeadLetters(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Up to {@code limit} letters before the given id, newest first. */
  List<DeadLetter> page(
      CenterScope scope, boolean everywhere, DeadLetterFilter filter, long before, int limit) {
    String sql =
        "SELECT * FROM dead_letter WHERE id < :before AND "
            + VISIBLE
            + filter.conditions()
            + " ORDER BY id DESC LIMIT :limit";
    return jdbi.withHandle(
        handle ->
            filter
                .bind(handle.createQuery(sql))
                .bind("before", before)
                .bind("centers", scope.keys())
                .bind("everywhere", everywhere)
                .bind("limit", limit)
                .map(rowView -> letter(rowView))
                .list());
  }

  Optional<DeadLetter> find(CenterScope scope, boolean everywhere, long id) {
    return jdbi.withHandle(handle -> find(handle, scope, everywhere, id, ""));
  }

  /** The letter, locked until the transaction ends. */
  Optional<DeadLetter> lock(Handle transaction, CenterScope scope, boolean everywhere, long id) {
    return find(transaction, scope, everywhere, id, " FOR UPDATE");
  }

  private static Optional<DeadLetter> find(
      Handle handle, CenterScope scope, boolean everywhere, long id, String locking) {
    return handle
        .createQuery("SELECT * FROM dead_letter WHERE id = :id AND " + VISIBLE + locking)
        .bind("id", id)
        .bind("centers", scope.keys())
        .bind("everywhere", everywhere)
        .map(rowView -> letter(rowView))
        .findOne();
  }

  void decided(
      Handle transaction, long id, DeadLetterState state, String by, @Nullable String reason) {
    transaction
        .createUpdate(
            """
            UPDATE dead_letter SET state = :state, decided_by = :by, decided_at = now(),
                decision_reason = :reason
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("state", state.wireName())
        .bind("by", by)
        .bind("reason", reason)
        .execute();
  }

  /** Tells why a replay had no effect; the letter goes on waiting. */
  void failedAgain(long id, ProblemCode code) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE dead_letter SET attempts = attempts + 1, last_seen_at = now(),
                        error_code = :code
                    WHERE id = :id AND state = 'waiting'
                    """)
                .bind("id", id)
                .bind("code", code.wireName())
                .execute());
  }

  private static DeadLetter letter(RowView row) {
    @Nullable String center = row.getColumn("center_key", String.class);
    return new DeadLetter(
        row.getColumn("id", Long.class),
        row.getColumn("topic", String.class),
        row.getColumn("partition", Integer.class),
        row.getColumn("offset", Long.class),
        row.getColumn("reason", String.class),
        row.getColumn("event_id", UUID.class),
        row.getColumn("event_type", String.class),
        row.getColumn("aggregate_id", UUID.class),
        center == null ? null : new CenterKey(center),
        DeadLetterState.named(row.getColumn("state", String.class)),
        row.getColumn("attempts", Integer.class),
        row.getColumn("error_code", String.class),
        row.getColumn("received_at", OffsetDateTime.class).toInstant(),
        row.getColumn("last_seen_at", OffsetDateTime.class).toInstant(),
        row.getColumn("decided_by", String.class),
        instant(row.getColumn("decided_at", OffsetDateTime.class)),
        row.getColumn("decision_reason", String.class));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
