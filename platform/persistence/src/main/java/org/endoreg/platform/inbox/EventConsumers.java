package org.endoreg.platform.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.BrokerSettings;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Starts and stops the consumers of a service. */
@ApplicationScoped
public class EventConsumers {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

  private final Jdbi jdbi;
  private final MeterRegistry metrics;
  private final BrokerSettings brokers;
  private final String service;
  private final Duration patience;
  private final List<EventConsumer> consumers = new CopyOnWriteArrayList<>();
  private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();

  EventConsumers(
      Jdbi jdbi,
      MeterRegistry metrics,
      BrokerSettings brokers,
      @ConfigProperty(name = "quarkus.application.name") String service,
      EventSettings settings) {
    this.jdbi = jdbi;
    this.metrics = metrics;
    this.brokers = brokers;
    this.service = service;
    this.patience = settings.patience();
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

  /**
   * Gives an event that was set aside its effect after all, through the inbox of its topic and in
   * one transaction with {@code before}. False when the event had its effect already.
   *
   * @throws IllegalStateException when this service does not listen to the topic any more
   */
  public boolean replay(String topic, EventEnvelope event, Consumer<Handle> before) {
    @Nullable Inbox inbox = inboxes.get(topic);
    if (inbox == null) {
      throw new IllegalStateException("nobody here listens to this topic");
    }
    return inbox.receive(event, before);
  }

  private void begin(String group, List<Topic> topics, EventHandler handler) {
    Inbox inbox = new Inbox(jdbi, handler);
    topics.forEach(topic -> inboxes.put(topic.topicName(), inbox));
    EventConsumer consumer = new EventConsumer(brokers, group, topics, inbox, metrics, patience);
    consumers.add(consumer);
    consumer.start();
  }

  void stop(@Observes ShutdownEvent stopping) {
    consumers.forEach(EventConsumer::stop);
    consumers.forEach(consumer -> consumer.awaitEnd(LONGEST_STOP));
  }
}
