package org.endoreg.ingest.jobs;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.endoreg.ingest.ledger.UploadJob;
import org.endoreg.ingest.ledger.UploadJobs;

/**
 * Looks for changed jobs once a second and hands them to all listeners: one query per instance,
 * however many people watch. It reads the database, so a change written by another instance is seen
 * too.
 */
@ApplicationScoped
public class JobChanges {
  private static final int BATCH = 500;

  private final UploadJobs jobs;
  private final BroadcastProcessor<UploadJob> listeners = BroadcastProcessor.create();
  private UploadJobs.ChangePlace seen = new UploadJobs.ChangePlace(0, 0);

  JobChanges(UploadJobs jobs) {
    this.jobs = jobs;
  }

  void beginAtTheNewest(@Observes StartupEvent started) {
    seen = jobs.newestChange();
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    UploadJobs.Changes changes = jobs.changedAfter(seen, BATCH);
    changes.jobs().forEach(listeners::onNext);
    seen = changes.next();
  }

  /** Changes from now on; a listener too slow to follow loses the oldest ones. */
  public Multi<UploadJob> stream() {
    return listeners.onOverflow().dropPreviousItems();
  }
}
