package org.endoreg.platform.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;

/**
 * Work items in the service's database. A claim gives a lease by database time and raises the
 * fencing token; every later write compares owner, token and expiry, so of two workers that believe
 * they own an item only one can finish it.
 */
@ApplicationScoped
public class WorkQueue {
  private final Jdbi jdbi;
  private final Duration lease;

  WorkQueue(Jdbi jdbi, HubSettings settings) {
    this.jdbi = jdbi;
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
  }

  /** Claims the oldest item that waits or whose lease ran out; empty when there is none. */
  public Optional<WorkItem> claim(String queue, String owner) {
    return jdbi.inTransaction(
        transaction ->
            transaction
                .createQuery(
                    """
                    UPDATE work_item SET state = 'leased', attempts = attempts + 1,
                        lease_owner = :owner, fencing_token = fencing_token + 1,
                        lease_expires_at = now() + CAST(:lease AS interval)
                    WHERE id = (
                        SELECT id FROM work_item
                        WHERE queue = :queue AND (
                            (state = 'waiting' AND available_at <= now())
                            OR (state = 'leased' AND lease_expires_at < now()))
                        ORDER BY available_at, id
                        FOR UPDATE SKIP LOCKED LIMIT 1)
                    RETURNING id, queue, natural_key, center_key, correlation_id,
                        payload::text AS payload, attempts, fencing_token, lease_owner
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
            handle
                    .createUpdate(
                        """
                        UPDATE work_item SET lease_expires_at = now() + CAST(:lease AS interval)
                        WHERE id = :id AND state = 'leased' AND lease_owner = :owner
                            AND fencing_token = :token AND lease_expires_at > now()
                        """)
                    .bind("lease", lease.toString())
                    .bind("id", item.id())
                    .bind("owner", item.leaseOwner())
                    .bind("token", item.fencingToken())
                    .execute()
                == 1);
  }

  /**
   * Finishes the item and gives the attempt its effect in one transaction.
   *
   * @throws LeaseLost when another worker owns the item; the effect is rolled back
   */
  public void finish(WorkItem item, HandleConsumer<RuntimeException> effect) {
    jdbi.useTransaction(
        transaction -> {
          close(transaction, item, "done", null);
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

  /** Hands the item back, to be claimed again after the delay. */
  public void retryAfter(WorkItem item, Duration delay, ProblemCode code) {
    jdbi.useTransaction(
        transaction -> {
          requireLease(transaction, item);
          transaction
              .createUpdate(
                  """
                  UPDATE work_item SET state = 'waiting', lease_owner = NULL,
                      lease_expires_at = NULL, problem_code = :code,
                      available_at = now() + CAST(:delay AS interval)
                  WHERE id = :id
                  """)
              .bind("code", code.wireName())
              .bind("delay", delay.toString())
              .bind("id", item.id())
              .execute();
        });
  }

  /** Hands the item back as if it had not been claimed, because the service stops. */
  void handBack(WorkItem item) {
    jdbi.useTransaction(
        transaction -> {
          requireLease(transaction, item);
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
    requireLease(transaction, item);
    transaction
        .createUpdate(
            """
            UPDATE work_item SET state = :state, lease_owner = NULL, lease_expires_at = NULL,
                problem_code = :code, finished_at = now()
            WHERE id = :id
            """)
        .bind("state", state)
        .bind("code", code)
        .bind("id", item.id())
        .execute();
  }

  private static void requireLease(Handle transaction, WorkItem item) {
    boolean owned =
        transaction
            .createQuery(
                """
                SELECT id FROM work_item
                WHERE id = :id AND state = 'leased' AND lease_owner = :owner
                    AND fencing_token = :token AND lease_expires_at > now()
                FOR UPDATE
                """)
            .bind("id", item.id())
            .bind("owner", item.leaseOwner())
            .bind("token", item.fencingToken())
            .mapTo(Long.class)
            .findOne()
            .isPresent();
    if (!owned) {
      throw new LeaseLost(item);
    }
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
        row.getColumn("fencing_token", Long.class),
        row.getColumn("lease_owner", String.class));
  }
}
