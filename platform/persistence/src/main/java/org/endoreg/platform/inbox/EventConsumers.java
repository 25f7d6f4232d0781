package org.endoreg.platform.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.BrokerSettings;
import org.jdbi.v3.core.Jdbi;

/** Starts and stops the consumers of a service. */
@ApplicationScoped
public class EventConsumers {
  /** Long enough for a store to come back, short enough not to hold up other jobs for hours. */
  private static final Duration HANDLER_PATIENCE = Duration.ofMinutes(15);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

  private final Jdbi jdbi;
  private final MeterRegistry metrics;
  private final BrokerSettings brokers;
  private final String service;
  private final List<EventConsumer> consumers = new CopyOnWriteArrayList<>();

  EventConsumers(
      Jdbi jdbi,
      MeterRegistry metrics,
      BrokerSettings brokers,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this.jdbi = jdbi;
    this.metrics = metrics;
    this.brokers = brokers;
    this.service = service;
  }

  /**
   * Delivers every event of these topics, from the oldest kept, to the handler until the service
   * stops.
   */
  public void subscribe(List<Topic> topics, EventHandler handler) {
    begin(service, topics, handler);
  }

  /**
   * The same in a group of its own, so that the topics of one part of the service are not dealt out
   * anew whenever another part's are.
   */
  public void subscribe(String part, List<Topic> topics, EventHandler handler) {
    begin(service + "-" + part, topics, handler);
  }

  private void begin(String group, List<Topic> topics, EventHandler handler) {
    EventConsumer consumer =
        new EventConsumer(
            brokers, group, topics, new Inbox(jdbi, handler), metrics, HANDLER_PATIENCE);
    consumers.add(consumer);
    consumer.start();
  }

  void stop(@Observes ShutdownEvent stopping) {
    consumers.forEach(EventConsumer::stop);
    consumers.forEach(consumer -> consumer.awaitEnd(LONGEST_STOP));
  }
}
