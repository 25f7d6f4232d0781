package org.endoreg.platform.events;

import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.HubEvent;
import org.jspecify.annotations.Nullable;

/** An envelope before its payload is read, because the type in it decides what the payload is. */
record Header(
    UUID eventId,
    String type,
    int schemaVersion,
    Instant occurredAt,
    UUID aggregateId,
    long sequence,
    CenterKey centerKey,
    @Nullable UUID causationId,
    UUID correlationId,
    @Nullable String traceparent) {

  EventEnvelope with(HubEvent payload) {
    return new EventEnvelope(
        eventId,
        type,
        schemaVersion,
        occurredAt,
        aggregateId,
        sequence,
        centerKey,
        causationId,
        correlationId,
        traceparent,
        payload);
  }
}
