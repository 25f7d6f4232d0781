package org.endoreg.media.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.contracts.events.TransferApplied;
import org.endoreg.platform.inbox.EventConsumers;
import org.endoreg.platform.json.HubJson;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.platform.work.WorkRunner;
import org.jdbi.v3.core.Handle;

/**
 * Turns each completed anonymization and each applied transfer into a work item; reading a long
 * video's index must not hold up the topic.
 */
@ApplicationScoped
public class RegistrationEvents {
  private final WorkQueue queue;
  private final ObjectMapper json = HubJson.forEvents();

  RegistrationEvents(WorkQueue queue) {
    this.queue = queue;
  }

  void start(
      @Observes StartupEvent started,
      EventConsumers consumers,
      WorkRunner runner,
      RegistrationWorker worker) {
    consumers.subscribe(
        List.of(Topic.ANONYMIZATION_EVENTS, Topic.TRANSFER_JOB_EVENTS), this::receive);
    runner.run(worker, 1);
  }

  private void receive(EventEnvelope event, Handle transaction) {
    if (event.payload() instanceof AnonymizationCompleted completed) {
      add(transaction, NewMedium.of(completed));
    } else if (event.payload() instanceof TransferApplied applied) {
      add(transaction, NewMedium.of(applied));
    }
  }

  private void add(Handle transaction, NewMedium medium) {
    queue.add(
        transaction,
        RegistrationWorker.QUEUE,
        // an artifact, not a job: a job that is tried again has another one to register
        medium.artifactBlobKey().value(),
        medium.centerKey(),
        toJson(medium));
  }

  private String toJson(NewMedium medium) {
    try {
      return json.writeValueAsString(medium);
    } catch (JsonProcessingException everyRecordHasJson) {
      throw new IllegalStateException(everyRecordHasJson);
    }
  }
}
