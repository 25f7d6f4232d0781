package org.endoreg.anonymizer.work;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.platform.inbox.EventConsumers;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.platform.work.WorkRunner;
import org.jdbi.v3.core.Handle;

/**
 * Queues every accepted job and starts the workers. Reports and videos wait in queues of their own,
 * so neither delays the other.
 */
@ApplicationScoped
public class AcceptedJobs {
  private final WorkQueue queue;
  private final AnonymizationStore store;

  AcceptedJobs(WorkQueue queue, AnonymizationStore store) {
    this.queue = queue;
    this.store = store;
  }

  void start(
      @Observes StartupEvent started,
      EventConsumers consumers,
      WorkRunner runner,
      ReportWorker reports,
      VideoWorker videos,
      AnonymizerSettings settings) {
    consumers.subscribe(List.of(Topic.UPLOAD_JOB_EVENTS), this::receive);
    runner.run(reports, settings.reportWorkers());
    runner.run(videos, settings.videoWorkers());
  }

  private void receive(EventEnvelope event, Handle transaction) {
    if (event.payload() instanceof UploadJobAccepted accepted) {
      store.accepted(transaction, accepted);
      queue.add(
          transaction,
          accepted.kind().wireName(),
          accepted.jobId().toString(),
          accepted.centerKey(),
          Job.payload(accepted));
    }
  }
}
