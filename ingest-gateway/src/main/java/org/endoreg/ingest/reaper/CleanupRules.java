package org.endoreg.ingest.reaper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.ingest.ledger.UploadStatus;

/** What the row alone says against deleting a source. */
final class CleanupRules {
  private static final String DELETABLE = "delete_after_success";

  private final boolean signOffRequired;

  CleanupRules(boolean signOffRequired) {
    this.signOffRequired = signOffRequired;
  }

  /** Every obstacle, so that whoever looks sees all of them at once. */
  List<CleanupBlocker> blockers(Candidate job, Instant now) {
    List<CleanupBlocker> blockers = new ArrayList<>();
    add(blockers, !job.retentionPolicy().equals(DELETABLE), CleanupBlocker.RETENTION_POLICY_BLOCKS);
    add(blockers, !isSuccessful(job), CleanupBlocker.NOT_SUCCESSFUL);
    add(blockers, !isDue(job, now), CleanupBlocker.NOT_DUE);
    add(blockers, job.retryable(), CleanupBlocker.RETRY_ALLOWED);
    add(blockers, !job.status().isTerminal(), CleanupBlocker.ACTIVE_PROCESSING_LEASE);
    add(blockers, job.shared(), CleanupBlocker.SHARED_REFERENCE);
    add(blockers, job.artifact().isEmpty(), CleanupBlocker.PROCESSING_HISTORY_MISSING);
    add(blockers, !job.registered(), CleanupBlocker.MEDIUM_NOT_REGISTERED);
    add(blockers, signOffRequired && !job.signedOff(), CleanupBlocker.NOT_SIGNED_OFF);
    return blockers;
  }

  private static boolean isSuccessful(Candidate job) {
    return job.status() == UploadStatus.ANONYMIZED || job.replaced();
  }

  private static boolean isDue(Candidate job, Instant now) {
    return job.eligibleAt() != null && !job.eligibleAt().isAfter(now);
  }

  private static void add(List<CleanupBlocker> blockers, boolean applies, CleanupBlocker blocker) {
    if (applies) {
      blockers.add(blocker);
    }
  }
}
