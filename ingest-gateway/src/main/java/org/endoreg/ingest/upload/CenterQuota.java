package org.endoreg.ingest.upload;

import jakarta.enterprise.context.ApplicationScoped;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.UploadJobs;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.problem.ProblemException;

/**
 * Keeps one center from filling the queue of all: with enough unfinished jobs it has to wait.
 * Looked at when a file begins, so as many files as are on their way at once may still come on top.
 * Drop folders are not asked: what lies there was accepted by whoever put it there.
 */
@ApplicationScoped
public class CenterQuota {
  private final UploadJobs jobs;
  private final int mostOpen;

  CenterQuota(UploadJobs jobs, UploadSettings settings) {
    this.jobs = jobs;
    this.mostOpen = settings.maxOpenJobsPerCenter();
  }

  /**
   * Lets a file of this center begin.
   *
   * @throws ProblemException {@code center_queue_full}
   */
  public void require(CenterKey center) {
    if (mostOpen > 0 && jobs.countOpen(CenterScope.of(center), mostOpen) >= mostOpen) {
      throw new ProblemException(ProblemCode.CENTER_QUEUE_FULL);
    }
  }
}
