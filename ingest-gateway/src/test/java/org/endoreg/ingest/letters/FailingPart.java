package org.endoreg.ingest.letters;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.inbox.EventConsumers;
import org.jdbi.v3.core.Handle;

/** A part of the service that listens to a topic nobody else here does and refuses some events. */
@ApplicationScoped
public class FailingPart {
  static final Topic TOPIC = Topic.TRANSFER_JOB_EVENTS;

  private final Set<UUID> refused = ConcurrentHashMap.newKeySet();
  private final Set<UUID> handledInARequest = ConcurrentHashMap.newKeySet();
  private final EventConsumers consumers;

  FailingPart(EventConsumers consumers) {
    this.consumers = consumers;
  }

  void listen(@Observes StartupEvent started) {
    consumers.subscribe("failing-part", List.of(TOPIC), this::receive);
  }

  void refuse(UUID event) {
    refused.add(event);
  }

  void accept(UUID event) {
    refused.remove(event);
  }

  boolean handledInARequest(UUID event) {
    return handledInARequest.contains(event);
  }

  private void receive(EventEnvelope event, Handle transaction) {
    transaction.execute("CREATE TABLE IF NOT EXISTS letter_effect (event_id uuid)");
    transaction.execute("INSERT INTO letter_effect VALUES (?)", event.eventId());
    if (Callers.inRequest().isPresent()) {
      handledInARequest.add(event.eventId());
    }
    if (refused.contains(event.eventId())) {
      throw new IllegalStateException("planted");
    }
  }
}
