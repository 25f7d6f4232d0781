package org.endoreg.ingest.upload;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.jobs.JobChanges;
import org.endoreg.ingest.ledger.UploadJob;
import org.endoreg.ingest.ledger.UploadJobs;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** What became of an upload: asked for now and then, or followed as a stream of events. */
@Path("/api/upload/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class UploadStatusResource {
  private static final long SOON_SECONDS = 2;
  private static final long LONGEST_WAIT_SECONDS = 900;

  private final UploadJobs jobs;
  private final JobChanges changes;
  private final Callers callers;

  UploadStatusResource(UploadJobs jobs, JobChanges changes, Callers callers) {
    this.jobs = jobs;
    this.changes = changes;
    this.callers = callers;
  }

  /**
   * The job as its sender may see it. With the tag of an earlier answer an unchanged job is
   * answered with 304; while the job is not at its end, {@code Retry-After} says when asking again
   * is worth it.
   */
  @GET
  @Path("/status")
  @Needs(Capability.UPLOAD_READ)
  public Response status(@PathParam("id") String id, @Context Request request) {
    UploadJob job = job(callers.current().scope(), jobId(id));
    EntityTag tag = new EntityTag(Long.toString(job.changeNumber()));
    Response.@Nullable ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    Response.ResponseBuilder answer =
        unchanged == null ? Response.ok(UploadStatusAnswer.of(job)).tag(tag) : unchanged;
    answer.header("Cache-Control", "private, no-cache");
    if (!job.status().isTerminal()) {
      answer.header("Retry-After", secondsToWait(job));
    }
    return answer.build();
  }

  /** The job at once and then each time it changes; the stream ends when the job has. */
  @GET
  @Path("/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  @Blocking
  @Needs(Capability.UPLOAD_READ)
  public Multi<UploadStatusAnswer> events(@PathParam("id") String id) {
    CenterScope scope = callers.current().scope();
    UploadJob now = job(scope, jobId(id));
    return Multi.createFrom()
        .<UploadJob>emitter(emitter -> follow(emitter, now))
        .map(UploadStatusAnswer::of);
  }

  private void follow(MultiEmitter<? super UploadJob> emitter, UploadJob now) {
    if (now.status().isTerminal()) {
      emitter.emit(now).complete();
      return;
    }
    emitter.emit(now);
    Cancellable following =
        changes.stream()
            .filter(job -> job.id().equals(now.id()) && job.changeNumber() > now.changeNumber())
            .subscribe()
            .with(job -> pass(emitter, job), emitter::fail);
    emitter.onTermination(following::cancel);
  }

  private static void pass(MultiEmitter<? super UploadJob> emitter, UploadJob job) {
    emitter.emit(job);
    if (job.status().isTerminal()) {
      emitter.complete();
    }
  }

  private UploadJob job(CenterScope scope, UUID id) {
    return jobs.find(scope, id).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }

  private static long secondsToWait(UploadJob job) {
    @Nullable Instant next = job.nextRetryAt();
    long seconds = next == null ? 0 : Duration.between(Instant.now(), next).toSeconds();
    return Math.min(Math.max(seconds, SOON_SECONDS), LONGEST_WAIT_SECONDS);
  }

  private static UUID jobId(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
  }
}
