package org.endoreg.ingest.jobs;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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
import org.endoreg.ingest.ledger.JobSummary;
import org.endoreg.ingest.ledger.UploadJob;
import org.endoreg.ingest.ledger.UploadJobs;
import org.endoreg.ingest.ledger.UploadStatus;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/**
 * Jobs for people: pages of rows, newest first, and a stream that sends a row each time it changes.
 */
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
  private static final int LARGEST_PAGE = 200;
  private static final int USUAL_PAGE = 50;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final UploadJobs jobs;
  private final JobChanges changes;
  private final Callers callers;

  JobsResource(UploadJobs jobs, JobChanges changes, Callers callers) {
    this.jobs = jobs;
    this.changes = changes;
    this.callers = callers;
  }

  /**
   * Up to {@code limit} (1 to 200) jobs older than the job {@code before}, optionally of one status
   * only.
   */
  @GET
  @Needs(Capability.OPS_READ)
  public JobPage page(
      @QueryParam("status") @Nullable String status,
      @QueryParam("before") @Nullable String before,
      @QueryParam("limit") @Nullable Integer limit) {
    int size = limit == null ? USUAL_PAGE : Math.min(Math.max(limit, 1), LARGEST_PAGE);
    List<UploadJob> page =
        jobs.page(callers.current().scope(), statusOf(status), idOf(before), size);
    boolean full = page.size() == size;
    return new JobPage(page, full ? page.get(size - 1).id() : null);
  }

  /** How many jobs there are of each status, and since when the oldest one waits. */
  @GET
  @Path("/summary")
  @Needs(Capability.OPS_READ)
  public JobSummary summary() {
    return jobs.summary(callers.current().scope());
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

  private static @Nullable UploadStatus statusOf(@Nullable String name) {
    try {
      return name == null ? null : UploadStatus.named(name);
    } catch (IllegalArgumentException unknown) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER);
    }
  }

  private static @Nullable UUID idOf(@Nullable String id) {
    try {
      return id == null ? null : UUID.fromString(id);
    } catch (IllegalArgumentException notAnId) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER);
    }
  }

  /**
   * One page; {@code next} goes into {@code before} for the following one and is null at the end.
   */
  public record JobPage(List<UploadJob> results, @Nullable UUID next) {}
}
