package org.endoreg.platform.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.BrokerSettings;
import org.jdbi.v3.core.Jdbi;

/** Lets a measurement use the consumer of a service without the container around it. */
public final class OpenedInbox {
  private final EventConsumer consumer;

  /** Delivers the topic to the handler once started. */
  public OpenedInbox(
      Jdbi jdbi,
      BrokerSettings brokers,
      String group,
      Topic topic,
      MeterRegistry metrics,
      EventHandler handler) {
    this.consumer =
        new EventConsumer(
            brokers,
            group,
            List.of(topic),
            new Inbox(jdbi, handler),
            metrics,
            Duration.ofMinutes(15));
  }

  /** Begins. */
  public void start() {
    consumer.start();
  }

  /** Ends after what it works on. */
  public void stop() {
    consumer.stop();
    consumer.awaitEnd(Duration.ofSeconds(10));
  }
}
