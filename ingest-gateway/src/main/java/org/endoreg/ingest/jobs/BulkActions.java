package org.endoreg.ingest.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.JobAction;
import org.endoreg.ingest.ledger.JobCursor;
import org.endoreg.ingest.ledger.JobDecisions;
import org.endoreg.ingest.ledger.JobFilter;
import org.endoreg.ingest.ledger.JobOrder;
import org.endoreg.ingest.ledger.UploadJob;
import org.endoreg.ingest.ledger.UploadJobs;
import org.endoreg.ingest.ledger.UploadStatus;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Does one action to many jobs, oldest first, each in its own transaction: one that refuses does
 * not undo the others. A run is bounded; {@code more} tells that another one is needed.
 */
@ApplicationScoped
class BulkActions {
  private static final int PAGE = 100;
  private static final int MOST = 500;

  private final UploadJobs jobs;
  private final JobDecisions decisions;
  private final Jdbi jdbi;
  private final AuditChain audit;

  BulkActions(UploadJobs jobs, JobDecisions decisions, Jdbi jdbi, AuditChain audit) {
    this.jobs = jobs;
    this.decisions = decisions;
    this.jdbi = jdbi;
    this.audit = audit;
  }

  /** Does it, or counts only, and tells the audit chain of what was done. */
  Outcome run(
      Caller caller, JobAction action, JobFilter filter, Optional<String> why, boolean dryRun) {
    Outcome outcome = collect(caller, action, filter, dryRun);
    if (!dryRun) {
      jdbi.useTransaction(transaction -> tell(transaction, caller, action, why, outcome));
    }
    return outcome;
  }

  private void tell(
      Handle transaction, Caller caller, JobAction action, Optional<String> why, Outcome outcome) {
    UUID order = Envelopes.newId();
    why.ifPresent(
        reason ->
            transaction
                .createUpdate(
                    """
                    INSERT INTO job_order (id, action, reason, ordered_by, matched, changed)
                    VALUES (:id, :action, :reason, :by, :matched, :changed)
                    """)
                .bind("id", order)
                .bind("action", action.wireName())
                .bind("reason", reason)
                .bind("by", caller.subject())
                .bind("matched", outcome.matched)
                .bind("changed", outcome.done)
                .execute());
    Map<String, Object> data =
        Map.of("action", action.wireName(), "matched", outcome.matched, "changed", outcome.done);
    audit.append(
        transaction,
        new AuditEvent(AuditAction.BULK_ACTION, null, "job_order", order.toString(), data));
  }

  private Outcome collect(Caller caller, JobAction action, JobFilter filter, boolean dryRun) {
    Set<UploadStatus> statuses = statuses(action, filter);
    if (statuses.isEmpty()) {
      return new Count().outcome(dryRun, false);
    }
    Count count = new Count();
    Optional<JobCursor> cursor = Optional.empty();
    while (count.matched < MOST) {
      List<UploadJob> page =
          jobs.page(caller.scope(), filter.of(statuses), JobOrder.OLDEST, cursor, PAGE);
      page.forEach(job -> count.add(job, dryRun ? Optional.empty() : act(caller, action, job)));
      if (page.size() < PAGE) {
        return count.outcome(dryRun, false);
      }
      cursor = Optional.of(JobCursor.after(page.get(PAGE - 1), JobOrder.OLDEST));
    }
    return count.outcome(dryRun, true);
  }

  /** The statuses of the filter in which the action can have an effect at all. */
  private static Set<UploadStatus> statuses(JobAction action, JobFilter filter) {
    EnumSet<UploadStatus> possible =
        switch (action) {
          case RETRY -> EnumSet.of(UploadStatus.ERROR);
          case CANCEL ->
              EnumSet.of(UploadStatus.PENDING, UploadStatus.RETRYING, UploadStatus.PROCESSING);
          case PARK -> EnumSet.of(UploadStatus.RETRYING);
        };
    if (!filter.statuses().isEmpty()) {
      possible.retainAll(filter.statuses());
    }
    return possible;
  }

  private Optional<ProblemCode> act(Caller caller, JobAction action, UploadJob job) {
    try {
      decisions.decide(caller.scope(), job.id(), action, caller);
      return Optional.empty();
    } catch (ProblemException refused) {
      return Optional.of(refused.code());
    }
  }

  private static final class Count {
    private final Map<ProblemCode, Integer> refused = new EnumMap<>(ProblemCode.class);
    private final Map<String, Integer> centers = new TreeMap<>();
    private long bytes;
    private int matched;
    private int done;

    void add(UploadJob job, Optional<ProblemCode> refusal) {
      matched++;
      bytes += job.sizeBytes();
      centers.merge(job.centerKey().value(), 1, Integer::sum);
      refusal.ifPresentOrElse(code -> refused.merge(code, 1, Integer::sum), () -> done++);
    }

    Outcome outcome(boolean dryRun, boolean more) {
      return new Outcome(dryRun, matched, dryRun ? 0 : done, bytes, centers, refused, more);
    }
  }

  /**
   * How many jobs were found, with how many bytes and of which centers, how many changed, and why
   * the others did not.
   */
  public record Outcome(
      boolean dryRun,
      int matched,
      int done,
      long bytes,
      Map<String, Integer> centers,
      Map<ProblemCode, Integer> refused,
      boolean more) {}
}
