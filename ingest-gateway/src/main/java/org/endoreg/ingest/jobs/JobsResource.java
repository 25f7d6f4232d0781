package org.endoreg.ingest.jobs;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.JobAction;
import org.endoreg.ingest.ledger.JobCursor;
import org.endoreg.ingest.ledger.JobDecisions;
import org.endoreg.ingest.ledger.JobOrder;
import org.endoreg.ingest.ledger.JobSummaries;
import org.endoreg.ingest.ledger.JobSummary;
import org.endoreg.ingest.ledger.UploadJob;
import org.endoreg.ingest.ledger.UploadJobs;
import org.endoreg.ingest.ledger.UploadStatus;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/**
 * Jobs for people: pages of rows, a stream that sends a row each time it changes, and what
 * operators decide.
 */
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
  private static final int LARGEST_PAGE = 200;
  private static final int USUAL_PAGE = 50;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final UploadJobs jobs;
  private final JobSummaries summaries;
  private final JobDecisions decisions;
  private final BulkActions bulk;
  private final JobChanges changes;
  private final Callers callers;

  JobsResource(
      UploadJobs jobs,
      JobSummaries summaries,
      JobDecisions decisions,
      BulkActions bulk,
      JobChanges changes,
      Callers callers) {
    this.jobs = jobs;
    this.summaries = summaries;
    this.decisions = decisions;
    this.bulk = bulk;
    this.changes = changes;
    this.callers = callers;
  }

  /**
   * Up to {@code limit} (1 to 200) jobs behind the place {@code before}, in the order and with the
   * filter of the other parameters; {@code status} may be given several times.
   */
  @GET
  @Needs(Capability.OPS_READ)
  public JobPage page(@BeanParam JobQuery query, @QueryParam("limit") @Nullable Integer limit) {
    int size = limit == null ? USUAL_PAGE : Math.min(Math.max(limit, 1), LARGEST_PAGE);
    JobOrder order = query.order();
    List<UploadJob> page =
        jobs.page(callers.current().scope(), query.filter(), order, query.cursor(), size);
    boolean full = page.size() == size;
    return new JobPage(page, full ? JobCursor.after(page.get(size - 1), order).text() : null);
  }

  /** Counts by status and center, since when the oldest job waits, and how long jobs took. */
  @GET
  @Path("/summary")
  @Needs(Capability.OPS_READ)
  public JobSummary summary() {
    return summaries.of(callers.current().scope());
  }

  /** Lets a job that ended in error run again. */
  @POST
  @Path("/{id}/retry")
  @Needs(Capability.OPS_OPERATE)
  public Decided retry(@PathParam("id") String id) {
    return decide(id, JobAction.RETRY);
  }

  /** Stops a video that is not done yet. */
  @POST
  @Path("/{id}/cancel")
  @Needs(Capability.OPS_OPERATE)
  public Decided cancel(@PathParam("id") String id) {
    return decide(id, JobAction.CANCEL);
  }

  /** Does one action to all jobs of a filter, or counts them. */
  @POST
  @Path("/actions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Capability.OPS_OPERATE)
  public BulkActions.Outcome act(@Nullable BulkOrder order) {
    if (order == null || order.action() == null || order.filter() == null) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER);
    }
    JobAction action = JobQuery.read("action", order.action(), JobAction::named);
    return bulk.run(
        callers.current(), action, order.filter().parsed(), order.why(), order.isDryRun());
  }

  private Decided decide(String id, JobAction action) {
    UUID job = jobId(id);
    Caller caller = callers.current();
    return new Decided(job, decisions.decide(caller.scope(), job, action, caller));
  }

  /**
   * Every job of the caller's centers, each time it changes from now on, and an event named {@code
   * heartbeat} at once and then every 15 s: a page can tell a quiet hour from a broken line, and no
   * idle timeout on the way cuts the stream.
   */
  @GET
  @Path("/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  @Needs(Capability.OPS_READ)
  public Multi<OutboundSseEvent> stream(@Context Sse sse) {
    CenterScope scope = callers.current().scope();
    Multi<OutboundSseEvent> rows =
        changes.stream()
            .filter(job -> scope.covers(job.centerKey()))
            .map(job -> sse.newEventBuilder().data(UploadJob.class, job).build());
    return Multi.createBy().merging().streams(rows, heartbeats(sse));
  }

  private static Multi<OutboundSseEvent> heartbeats(Sse sse) {
    return Multi.createFrom()
        .ticks()
        .every(HEARTBEAT)
        .onOverflow()
        .drop()
        .map(beat -> sse.newEventBuilder().name("heartbeat").data(Long.class, beat).build());
  }

  private static UUID jobId(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
  }

  /**
   * One page; {@code next} goes into {@code before} for the following one and is null at the end.
   */
  public record JobPage(List<UploadJob> results, @Nullable String next) {}

  /** The status of a job after a decision. */
  public record Decided(UUID id, UploadStatus status) {}
}
