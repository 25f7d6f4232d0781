package org.endoreg.knowledge.linking;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.MediumRegistered;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.inbox.EventConsumers;
import org.jdbi.v3.core.Handle;

/** Hears of every medium the media service registers. */
@ApplicationScoped
public class MediaEvents {
  private final Linker linker;

  MediaEvents(Linker linker) {
    this.linker = linker;
  }

  void subscribe(@Observes StartupEvent started, EventConsumers consumers) {
    consumers.subscribe(List.of(Topic.MEDIA_EVENTS), this::receive);
  }

  private void receive(EventEnvelope event, Handle transaction) {
    if (event.payload() instanceof MediumRegistered medium) {
      linker.link(transaction, event, medium);
    }
  }
}
