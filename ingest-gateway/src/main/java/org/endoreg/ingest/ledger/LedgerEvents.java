package org.endoreg.ingest.ledger;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.endoreg.contracts.events.DropRejected;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.contracts.events.UploadJobSubmitted;
import org.endoreg.platform.inbox.EventConsumers;
import org.jdbi.v3.core.Handle;

/** Feeds the ledger: submissions of other boundaries and the reports of the workers. */
@ApplicationScoped
public class LedgerEvents {
  private final SubmittedBlobs submittedBlobs;
  private final RejectedDrops rejectedDrops;
  private final JobProgress progress;

  LedgerEvents(SubmittedBlobs submittedBlobs, RejectedDrops rejectedDrops, JobProgress progress) {
    this.submittedBlobs = submittedBlobs;
    this.rejectedDrops = rejectedDrops;
    this.progress = progress;
  }

  void subscribe(@Observes StartupEvent started, EventConsumers consumers) {
    consumers.subscribe(
        List.of(
            Topic.UPLOAD_JOB_EVENTS,
            Topic.ANONYMIZATION_EVENTS,
            Topic.MEDIA_EVENTS,
            Topic.KNOWLEDGE_BASE_EVENTS,
            Topic.JOB_PROGRESS),
        this::receive);
  }

  private void receive(EventEnvelope event, Handle transaction) {
    if (event.payload() instanceof UploadJobSubmitted submitted) {
      submittedBlobs.accept(transaction, submitted);
    } else if (event.payload() instanceof DropRejected rejected) {
      rejectedDrops.keep(transaction, rejected);
    } else {
      progress.apply(transaction, event.payload());
    }
  }
}
