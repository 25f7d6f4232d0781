package org.endoreg.platform.events;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.EventType;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.platform.correlation.Correlation;
import org.jspecify.annotations.Nullable;

/** Puts an event into its envelope: a time-ordered id, the current correlation and trace. */
public final class Envelopes {
  /** One for the whole service: only within one generator do ids of the same millisecond grow. */
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private Envelopes() {}

  /** The envelope of an event that happens now. */
  public static EventEnvelope of(HubEvent event, long sequence, @Nullable UUID causationId) {
    return new EventEnvelope(
        newId(),
        EventType.of(event).wireName(),
        EventEnvelope.SCHEMA_VERSION,
        Instant.now(),
        event.aggregateId(),
        sequence,
        event.centerKey(),
        causationId,
        Correlation.current(),
        traceparent(),
        event);
  }

  /** A UUIDv7: later ids sort after earlier ones. */
  public static UUID newId() {
    return IDS.generate();
  }

  private static @Nullable String traceparent() {
    SpanContext span = Span.current().getSpanContext();
    if (!span.isValid()) {
      return null;
    }
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
  }
}
