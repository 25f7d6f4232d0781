package org.endoreg.ingest.reaper;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.KnownCenters;
import org.endoreg.platform.problem.FailurePlace;
import org.jboss.logging.Logger;

/** Runs the reaper for all centers now and then; without the switch it only counts. */
@ApplicationScoped
class ReaperSchedule {
  private static final Logger LOG = Logger.getLogger(ReaperSchedule.class);

  private final SourceReaper reaper;
  private final KnownCenters centers;
  private final MeterRegistry metrics;
  private final boolean apply;

  ReaperSchedule(
      SourceReaper reaper, KnownCenters centers, MeterRegistry metrics, ReaperSettings settings) {
    this.reaper = reaper;
    this.centers = centers;
    this.metrics = metrics;
    this.apply = settings.applyEnabled();
  }

  @Scheduled(
      every = "${endoreg.reaper.every:900s}",
      delayed = "${endoreg.reaper.every:900s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void run() {
    try {
      for (SourceReaper.Verdict job : reaper.run(new CenterScope(centers.all()), apply).jobs()) {
        job.blockers().forEach(blocker -> count(blocker.code()));
        count(job.deleted() ? "deleted" : "kept");
      }
    } catch (RuntimeException failed) {
      LOG.errorf("reaper run failed: %s", FailurePlace.of(failed));
    }
  }

  private void count(String outcome) {
    metrics.counter("endoreg_reaper_sources_total", "outcome", outcome).increment();
  }
}
