package org.endoreg.anonymizer.work;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.contracts.events.UploadJobCancelRequested;
import org.endoreg.platform.inbox.EventConsumers;
import org.endoreg.platform.work.Cancellation;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.platform.work.WorkRunner;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Queues every accepted job, calls off what is no longer wanted and starts the workers. Reports and
 * videos wait in queues of their own, so neither delays the other.
 */
@ApplicationScoped
public class AcceptedJobs {
  private static final Logger LOG = Logger.getLogger(AcceptedJobs.class);

  private final WorkQueue queue;
  private final AnonymizationStore store;
  private final Publication publication;

  AcceptedJobs(WorkQueue queue, AnonymizationStore store, Publication publication) {
    this.queue = queue;
    this.store = store;
    this.publication = publication;
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
      accept(transaction, accepted);
    } else if (event.payload() instanceof UploadJobCancelRequested request) {
      cancel(transaction, request);
    }
  }

  /** A later acceptance runs the work from its beginning and fences off whoever is still at it. */
  private void accept(Handle transaction, UploadJobAccepted accepted) {
    String lane = accepted.kind().wireName();
    String key = accepted.jobId().toString();
    switch (store.accepted(transaction, accepted)) {
      case NEW -> queue.add(transaction, lane, key, accepted.centerKey(), Job.payload(accepted));
      case ANEW ->
          queue.addAnew(transaction, lane, key, accepted.centerKey(), Job.payload(accepted));
      case KNOWN -> LOG.debugf("job %s was accepted before", key);
    }
  }

  /** Work nobody is at ends here; a worker that has it is asked, and answers itself. */
  private void cancel(Handle transaction, UploadJobCancelRequested request) {
    for (MediaKind kind : MediaKind.values()) {
      String key = request.jobId().toString();
      Cancellation done = queue.cancel(transaction, kind.wireName(), key);
      if (done == Cancellation.CANCELLED) {
        long attempts = queue.lastToken(transaction, kind.wireName(), key);
        publication.cancelledBetweenAttempts(transaction, request, attempts);
      }
    }
  }
}
