package org.endoreg.ingest.jobs;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
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
  private long seen;

  JobChanges(UploadJobs jobs) {
    this.jobs = jobs;
  }

  void beginAtTheNewest(@Observes StartupEvent started) {
    seen = jobs.newestChange();
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    List<UploadJob> changed = jobs.changedAfter(seen, BATCH);
    for (UploadJob job : changed) {
      listeners.onNext(job);
      seen = job.changeNumber();
    }
  }

  /** Changes from now on; a listener too slow to follow loses the oldest ones. */
  public Multi<UploadJob> stream() {
    return listeners.onOverflow().dropPreviousItems();
  }
}
