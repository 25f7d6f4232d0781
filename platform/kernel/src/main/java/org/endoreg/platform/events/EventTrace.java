package org.endoreg.platform.events;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.endoreg.contracts.events.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * Continues the trace an event was written in, so that one trace shows a file's whole way through
 * the suite. Costs nothing while tracing is off.
 */
public final class EventTrace {
  private static final TextMapGetter<EventEnvelope> PARENT =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(EventEnvelope event) {
          return List.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable EventEnvelope event, String key) {
          return event != null && key.equals("traceparent") ? event.traceparent() : null;
        }
      };

  private EventTrace() {}

  /** Runs the handling of the event in a span below the one that caused it. */
  public static void run(EventEnvelope event, Runnable handling) {
    Tracer tracer = GlobalOpenTelemetry.getTracer("org.endoreg.platform");
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.current(), event, PARENT);
    Span span =
        tracer
            .spanBuilder("receive " + event.type())
            .setParent(parent)
            .setSpanKind(SpanKind.CONSUMER)
            .startSpan();
    try {
      parent.with(span).wrap(handling).run();
    } finally {
      span.end();
    }
  }
}
