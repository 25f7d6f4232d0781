package org.endoreg.platform.inbox;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.correlation.Correlation;
import org.endoreg.platform.events.EventTrace;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Records the event id and gives the event its effect in one transaction; a repeated delivery finds
 * the id and does nothing.
 */
final class Inbox {
  private static final int KEEP_DAYS =
      2
          * (int)
              Arrays.stream(Topic.values()).mapToLong(t -> t.retention().toDays()).max().orElse(30);

  private final Jdbi jdbi;
  private final EventHandler handler;

  Inbox(Jdbi jdbi, EventHandler handler) {
    this.jdbi = jdbi;
    this.handler = handler;
  }

  /** True when this delivery had the effect, false when an earlier one had. */
  boolean receive(EventEnvelope event) {
    return receive(event, transaction -> {});
  }

  /** The same, after {@code before} in the same transaction. */
  boolean receive(EventEnvelope event, Consumer<Handle> before) {
    boolean[] first = new boolean[1];
    Runnable effect =
        () ->
            jdbi.useTransaction(
                transaction -> {
                  before.accept(transaction);
                  first[0] = recordedNow(event, transaction);
                  if (first[0]) {
                    handler.handle(event, transaction);
                  }
                });
    effect(event, effect);
    return first[0];
  }

  /**
   * Gives several events their effect in one transaction, in this order: all of them or none. One
   * commit for many is what lets a backlog drain; whoever calls this must be ready to give them one
   * by one when it throws.
   *
   * @return the ids of those that had no effect before; the caller may change the set
   */
  Set<UUID> receiveAll(List<EventEnvelope> events) {
    return jdbi.inTransaction(
        transaction -> {
          Set<UUID> fresh = recordedNow(events, transaction);
          Set<UUID> due = new HashSet<>(fresh);
          for (EventEnvelope event : events) {
            // Taken out, because the same event may come twice among these.
            if (due.remove(event.eventId())) {
              effect(event, () -> handler.handle(event, transaction));
            }
          }
          return fresh;
        });
  }

  private static void effect(EventEnvelope event, Runnable handling) {
    Correlation.run(event.correlationId(), () -> EventTrace.run(event, handling));
  }

  /**
   * Keeps where the record lies and what may be told of it. A center this service does not know is
   * left out: such a row would be hidden from everybody.
   */
  void setAside(ConsumerRecord<String, byte[]> record, String reason) {
    RecordFacts facts = RecordFacts.of(record.value());
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO dead_letter (topic, "partition", "offset", reason, event_id,
                        event_type, aggregate_id, center_key)
                    VALUES (:topic, :partition, :offset, :reason, :event, :type, :aggregate,
                        (SELECT center_key FROM center WHERE center_key = :center))
                    ON CONFLICT (topic, "partition", "offset") DO UPDATE
                        SET last_seen_at = now(), attempts = dead_letter.attempts + 1
                    """)
                .bind("topic", record.topic())
                .bind("partition", record.partition())
                .bind("offset", record.offset())
                .bind("reason", reason)
                .bind("event", facts.eventId())
                .bind("type", facts.type())
                .bind("aggregate", facts.aggregateId())
                .bind("center", facts.centerKey())
                .execute());
  }

  /** No topic keeps a record half as long, so an event this old cannot be delivered again. */
  void forgetOldEvents() {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "DELETE FROM inbox WHERE received_at < now() - make_interval(days => :days)")
                .bind("days", KEEP_DAYS)
                .execute());
  }

  private static boolean recordedNow(EventEnvelope event, Handle transaction) {
    return transaction
            .createUpdate("INSERT INTO inbox (event_id) VALUES (:id) ON CONFLICT DO NOTHING")
            .bind("id", event.eventId())
            .execute()
        == 1;
  }

  private static Set<UUID> recordedNow(List<EventEnvelope> events, Handle transaction) {
    return new HashSet<>(
        transaction
            .createQuery(
                """
                INSERT INTO inbox (event_id) SELECT unnest(:ids)
                ON CONFLICT DO NOTHING RETURNING event_id
                """)
            .bind("ids", events.stream().map(EventEnvelope::eventId).toArray(UUID[]::new))
            .mapTo(UUID.class)
            .list());
  }
}
