package org.endoreg.platform.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.correlation.Correlation;
import org.endoreg.platform.startup.HubSettings;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Work items in the service's database. A claim gives a lease by database time and raises the
 * fencing token; every later write compares owner, token and expiry, so of two workers that believe
 * they own an item only one can finish it.
 */
@ApplicationScoped
public class WorkQueue {
  private static final String OWNED =
      " id = :id AND state = 'leased' AND lease_owner = :owner AND fencing_token = :token"
          + " AND lease_expires_at > now()";

  private final Jdbi jdbi;
  private final Arrivals arrivals;
  private final Duration lease;

  WorkQueue(Jdbi jdbi, Arrivals arrivals, HubSettings settings) {
    this.jdbi = jdbi;
    this.arrivals = arrivals;
    this.lease = settings.work().lease();
  }

  /** How long a claim lasts without renewal. */
  public Duration lease() {
    return lease;
  }

  /** Adds an item inside the caller's transaction; the same key in the same queue is added once. */
  public void add(Handle transaction, String queue, String key, CenterKey center, String payload) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("work is added in the transaction that asks for it");
    }
    transaction
        .createUpdate(
            """
            INSERT INTO work_item (queue, natural_key, center_key, correlation_id, payload)
            VALUES (:queue, :key, :center, :correlation, CAST(:payload AS jsonb))
            ON CONFLICT (queue, natural_key) DO NOTHING
            """)
        .bind("queue", queue)
        .bind("key", key)
        .bind("center", center.value())
        .bind("correlation", Correlation.current())
        .bind("payload", payload)
        .execute();
    transaction.afterCommit(() -> arrivals.tell(queue));
  }

  /**
   * Lets an item run again from its beginning, with this payload, or adds it. Whoever still works
   * on it loses the lease: the fencing token grows, so nothing of the former run can be published.
   */
  public void addAnew(
      Handle transaction, String queue, String key, CenterKey center, String payload) {
    add(transaction, queue, key, center, payload);
    transaction
        .createUpdate(
            """
            UPDATE work_item SET state = 'waiting', payload = CAST(:payload AS jsonb),
                correlation_id = :correlation, attempts = 0, retries = 0, available_at = now(),
                lease_owner = NULL, lease_expires_at = NULL, cancel_requested_at = NULL,
                fencing_token = fencing_token + CASE state WHEN 'leased' THEN 1 ELSE 0 END,
                problem_code = NULL, finished_at = NULL
            WHERE queue = :queue AND natural_key = :key
            """)
        .bind("queue", queue)
        .bind("key", key)
        .bind("payload", payload)
        .bind("correlation", Correlation.current())
        .execute();
  }

  /**
   * Calls an item off in the caller's transaction. An item that waits, or whose worker died, ends
   * here; a worker that holds it learns of it with its next heartbeat and cannot finish it any
   * more. The row lock decides between this and a worker that finishes at the same moment.
   */
  public Cancellation cancel(Handle transaction, String queue, String key) {
    Optional<String> state = lockedState(transaction, queue, key);
    if (state.filter("leased"::equals).isPresent()) {
      mark(transaction, queue, key, "cancel_requested_at = coalesce(cancel_requested_at, now())");
      return Cancellation.REQUESTED;
    }
    if (state.filter("waiting"::equals).isPresent()) {
      mark(
          transaction,
          queue,
          key,
          "state = 'cancelled', lease_owner = NULL, lease_expires_at = NULL,"
              + " cancel_requested_at = now(), finished_at = now(),"
              + " fencing_token = fencing_token + 1");
      return Cancellation.CANCELLED;
    }
    return Cancellation.TOO_LATE;
  }

  /** The highest fencing token the item has had; 0 when there is none. */
  public long lastToken(Handle transaction, String queue, String key) {
    return transaction
        .createQuery(
            "SELECT fencing_token FROM work_item WHERE queue = :queue AND natural_key = :key")
        .bind("queue", queue)
        .bind("key", key)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  private static Optional<String> lockedState(Handle transaction, String queue, String key) {
    return transaction
        .createQuery(
            """
            SELECT CASE WHEN state = 'leased' AND lease_expires_at < now() THEN 'waiting'
                ELSE state END
            FROM work_item WHERE queue = :queue AND natural_key = :key FOR UPDATE
            """)
        .bind("queue", queue)
        .bind("key", key)
        .mapTo(String.class)
        .findOne();
  }

  private static void mark(Handle transaction, String queue, String key, String assignments) {
    transaction
        .createUpdate(
            "UPDATE work_item SET " + assignments + " WHERE queue = :queue AND natural_key = :key")
        .bind("queue", queue)
        .bind("key", key)
        .execute();
  }

  /**
   * Claims an item whose lease ran out, or else the oldest that waits; empty when there is none.
   * One statement needs no transaction around it, and most looks are in vain. Asked apart, each is
   * the head of an index; together they would be sorted, all that wait. The outer SELECT is for
   * row-level security: beneath it a bare coalesce is not looked up in an index.
   */
  public Optional<WorkItem> claim(String queue, String owner) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    UPDATE work_item SET state = 'leased', attempts = attempts + 1,
                        lease_owner = :owner, fencing_token = fencing_token + 1,
                        lease_expires_at = now() + CAST(:lease AS interval)
                    WHERE id = (SELECT coalesce(
                        (SELECT id FROM work_item
                            WHERE queue = :queue AND state = 'leased' AND lease_expires_at < now()
                            ORDER BY lease_expires_at
                            FOR UPDATE SKIP LOCKED LIMIT 1),
                        (SELECT id FROM work_item
                            WHERE queue = :queue AND state = 'waiting' AND available_at <= now()
                            ORDER BY available_at, id
                            FOR UPDATE SKIP LOCKED LIMIT 1)))
                    RETURNING id, queue, natural_key, center_key, correlation_id,
                        payload::text AS payload, attempts, retries, fencing_token, lease_owner,
                        cancel_requested_at IS NOT NULL AS called_off
                    """)
                .bind("queue", queue)
                .bind("owner", owner)
                .bind("lease", lease.toString())
                .reduceRows(Optional.<WorkItem>empty(), (none, row) -> Optional.of(item(row))));
  }

  /** Prolongs the lease; false when it is lost. */
  public boolean renew(WorkItem item) {
    return jdbi.withHandle(
        handle ->
            owned(
                        handle.createUpdate(
                            "UPDATE work_item SET lease_expires_at = now() + CAST(:lease AS interval)"
                                + " WHERE"
                                + OWNED),
                        item)
                    .bind("lease", lease.toString())
                    .execute()
                == 1);
  }

  /** True when the item, while this worker owns it, was called off. */
  public boolean isCancelRequested(WorkItem item) {
    return jdbi.withHandle(handle -> cancelRequested(handle, item));
  }

  /**
   * Finishes the item and gives the attempt its effect in one transaction.
   *
   * @throws LeaseLost when another worker owns the item; the effect is rolled back
   * @throws WorkCancelled when the item was called off before; the effect is rolled back
   */
  public void finish(WorkItem item, HandleConsumer<RuntimeException> effect) {
    jdbi.useTransaction(
        transaction -> {
          if (!end(transaction, item, "done", null, " AND cancel_requested_at IS NULL")) {
            requireLease(transaction, item);
            throw new WorkCancelled(item);
          }
          effect.useHandle(transaction);
        });
  }

  /**
   * Gives the item up for good with this code, with the effect in the same transaction.
   *
   * @throws LeaseLost when another worker owns the item; the effect is rolled back
   */
  public void fail(WorkItem item, ProblemCode code, HandleConsumer<RuntimeException> effect) {
    jdbi.useTransaction(
        transaction -> {
          close(transaction, item, "failed", code.wireName());
          effect.useHandle(transaction);
        });
  }

  /** Writes in the middle of the work, only while the lease holds. */
  public void whileLeased(WorkItem item, HandleConsumer<RuntimeException> effect) {
    jdbi.useTransaction(
        transaction -> {
          requireLease(transaction, item);
          effect.useHandle(transaction);
        });
  }

  /** Ends an item that was called off while this worker had it, with the effect. */
  public void cancelled(WorkItem item, HandleConsumer<RuntimeException> effect) {
    jdbi.useTransaction(
        transaction -> {
          close(transaction, item, "cancelled", null);
          effect.useHandle(transaction);
        });
  }

  /**
   * Hands the item back, to be claimed again after the delay, with the effect, which is told that
   * {@code most} retries are allowed.
   */
  public void retryAfter(
      WorkItem item, Duration delay, ProblemCode code, int most, RetryEffect effect) {
    jdbi.useTransaction(
        transaction -> {
          requireLease(transaction, item);
          if (cancelRequested(transaction, item)) {
            throw new WorkCancelled(item);
          }
          OffsetDateTime next = release(transaction, item, delay, code);
          int count = item.retries() + 1;
          effect.apply(transaction, new PlannedRetry(code, count, most, next.toInstant()));
        });
  }

  /** What else becomes true when a retry is planned. */
  @FunctionalInterface
  public interface RetryEffect {
    /** Runs in the transaction that plans the retry. */
    void apply(Handle transaction, PlannedRetry retry);
  }

  private static OffsetDateTime release(
      Handle transaction, WorkItem item, Duration delay, ProblemCode code) {
    return transaction
        .createQuery(
            """
            UPDATE work_item SET state = 'waiting', lease_owner = NULL,
                lease_expires_at = NULL, problem_code = :code, retries = retries + 1,
                available_at = now() + CAST(:delay AS interval)
            WHERE id = :id RETURNING available_at
            """)
        .bind("code", code.wireName())
        .bind("delay", delay.toString())
        .bind("id", item.id())
        .mapTo(OffsetDateTime.class)
        .one();
  }

  private static boolean cancelRequested(Handle handle, WorkItem item) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT 1 FROM work_item WHERE id = :id AND state = 'leased'
                AND fencing_token = :token AND cancel_requested_at IS NOT NULL)
            """)
        .bind("id", item.id())
        .bind("token", item.fencingToken())
        .mapTo(Boolean.class)
        .one();
  }

  /** Hands the item back as if it had not been claimed, because the service stops. */
  void handBack(WorkItem item) {
    jdbi.useTransaction(
        transaction -> {
          requireLease(transaction, item);
          if (cancelRequested(transaction, item)) {
            throw new WorkCancelled(item);
          }
          transaction
              .createUpdate(
                  """
                  UPDATE work_item SET state = 'waiting', lease_owner = NULL,
                      lease_expires_at = NULL, attempts = attempts - 1, available_at = now()
                  WHERE id = :id
                  """)
              .bind("id", item.id())
              .execute();
        });
  }

  private static void close(
      Handle transaction, WorkItem item, String state, @Nullable String code) {
    if (!end(transaction, item, state, code, "")) {
      throw new LeaseLost(item);
    }
  }

  /** False when somebody else owns the item or {@code unless} does not hold. */
  private static boolean end(
      Handle transaction, WorkItem item, String state, @Nullable String code, String unless) {
    return owned(
                transaction.createUpdate(
                    """
                    UPDATE work_item SET state = :state, lease_owner = NULL,
                        lease_expires_at = NULL, problem_code = :code, finished_at = now(),
                        cancel_requested_at =
                            CASE :state WHEN 'cancelled' THEN cancel_requested_at END
                    WHERE"""
                        + OWNED
                        + unless),
                item)
            .bind("state", state)
            .bind("code", code)
            .execute()
        == 1;
  }

  private static void requireLease(Handle transaction, WorkItem item) {
    boolean owned =
        owned(
                transaction.createQuery("SELECT id FROM work_item WHERE" + OWNED + " FOR UPDATE"),
                item)
            .mapTo(Long.class)
            .findOne()
            .isPresent();
    if (!owned) {
      throw new LeaseLost(item);
    }
  }

  private static <S extends SqlStatement<S>> S owned(S statement, WorkItem item) {
    return statement
        .bind("id", item.id())
        .bind("owner", item.leaseOwner())
        .bind("token", item.fencingToken());
  }

  private static WorkItem item(RowView row) {
    return new WorkItem(
        row.getColumn("id", Long.class),
        row.getColumn("queue", String.class),
        row.getColumn("natural_key", String.class),
        new CenterKey(row.getColumn("center_key", String.class)),
        row.getColumn("correlation_id", UUID.class),
        row.getColumn("payload", String.class),
        row.getColumn("attempts", Integer.class),
        row.getColumn("retries", Integer.class),
        row.getColumn("fencing_token", Long.class),
        row.getColumn("lease_owner", String.class),
        row.getColumn("called_off", Boolean.class));
  }
}
