package org.endoreg.platform.centers;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.endoreg.contracts.events.CenterRegistered;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.inbox.EventConsumers;
import org.jdbi.v3.core.Handle;

/** Follows the registry topic. The gateway hears its own statements, which changes nothing. */
@ApplicationScoped
class CenterRegistryEvents {
  private final CenterDirectory directory;

  CenterRegistryEvents(CenterDirectory directory) {
    this.directory = directory;
  }

  void follow(@Observes StartupEvent started, EventConsumers consumers) {
    consumers.subscribe("centers", List.of(Topic.CENTER_REGISTRY), this::receive);
  }

  private void receive(EventEnvelope event, Handle transaction) {
    if (event.payload() instanceof CenterRegistered center) {
      directory.apply(transaction, center);
    }
  }
}
