package org.endoreg.platform.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.EventType;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventCodec;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to the outbox inside the caller's transaction: either the fact and its event
 * exist, or neither.
 */
@ApplicationScoped
public class Outbox {
  private final EventCodec codec = new EventCodec();
  private final OutboxRelay relay;

  Outbox(OutboxRelay relay) {
    this.relay = relay;
  }

  /** Appends an event that nothing on a topic caused. */
  public void append(Handle transaction, HubEvent event) {
    append(transaction, event, null);
  }

  /** Appends an event caused by the event {@code causationId}. */
  public void append(Handle transaction, HubEvent event, @Nullable UUID causationId) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("an event is appended in the transaction of its fact");
    }
    long sequence =
        transaction
            .createQuery("SELECT nextval(pg_get_serial_sequence('outbox', 'sequence'))")
            .mapTo(Long.class)
            .one();
    EventEnvelope envelope = Envelopes.of(event, sequence, causationId);
    transaction
        .createUpdate(
            """
            INSERT INTO outbox (sequence, event_id, topic, record_key, record)
            OVERRIDING SYSTEM VALUE
            VALUES (:sequence, :eventId, :topic, :key, :record)
            """)
        .bind("sequence", sequence)
        .bind("eventId", envelope.eventId())
        .bind("topic", EventType.of(event).topic().topicName())
        .bind("key", envelope.aggregateId().toString())
        .bind("record", codec.encodeAsText(envelope))
        .execute();
    transaction.afterCommit(relay::nudge);
  }
}
