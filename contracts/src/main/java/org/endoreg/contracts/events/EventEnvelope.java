package org.endoreg.contracts.events;

import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/**
 * One event with everything a consumer needs to order, deduplicate and trace it. {@code eventId} is
 * a UUIDv7; {@code sequence} grows with every event a service writes, so a smaller one for the same
 * aggregate is older.
 */
public record EventEnvelope(
    UUID eventId,
    @Shape(Shape.EVENT_TYPE) String type,
    int schemaVersion,
    Instant occurredAt,
    UUID aggregateId,
    long sequence,
    CenterKey centerKey,
    @Nullable UUID causationId,
    UUID correlationId,
    @Nullable @Shape(Shape.TRACEPARENT) String traceparent,
    HubEvent payload) {

  /** The version every event has today; a consumer accepts this one and skips higher ones. */
  public static final int SCHEMA_VERSION = 1;

  /**
   * @throws IllegalArgumentException when type or trace is not of its shape
   */
  public EventEnvelope {
    Shaped.require("type", Shape.EVENT_TYPE, type);
    Shaped.require("traceparent", Shape.TRACEPARENT, traceparent);
  }
}
