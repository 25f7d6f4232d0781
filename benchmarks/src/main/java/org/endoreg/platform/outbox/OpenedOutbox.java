package org.endoreg.platform.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import org.endoreg.platform.events.EventProducer;
import org.jdbi.v3.core.Jdbi;

/** Lets a measurement use outbox and relay of a service without the container around them. */
public final class OpenedOutbox {
  private final OutboxRelay relay;

  /** Over this database; nothing is published before {@link #start()}. */
  public OpenedOutbox(Jdbi jdbi, EventProducer producer, MeterRegistry metrics) {
    this.relay = new OutboxRelay(jdbi, producer, metrics);
  }

  /** What the code of a service appends to. */
  public Outbox outbox() {
    return new Outbox(relay);
  }

  /** Begins to publish what is pending, as a service does when it starts. */
  public void start() {
    relay.start(new io.quarkus.runtime.StartupEvent());
  }

  /** Ends it. */
  public void stop() {
    relay.stop(new io.quarkus.runtime.ShutdownEvent());
  }
}
