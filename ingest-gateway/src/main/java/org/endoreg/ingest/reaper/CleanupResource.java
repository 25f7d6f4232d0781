package org.endoreg.ingest.reaper;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** What keeps which source, and a run on demand. */
@Path("/api/media/cleanup")
@Produces(MediaType.APPLICATION_JSON)
public class CleanupResource {
  private static final int LARGEST_PAGE = 200;
  private static final int USUAL_PAGE = 50;

  private final SourceReaper reaper;
  private final Callers callers;
  private final boolean applyEnabled;

  CleanupResource(SourceReaper reaper, Callers callers, ReaperSettings settings) {
    this.reaper = reaper;
    this.callers = callers;
    this.applyEnabled = settings.applyEnabled();
  }

  /** Sources whose policy lets them go, oldest first, each with everything that keeps it. */
  @GET
  @Needs(Capability.OPS_READ)
  public Page page(
      @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
    int size = limit == null ? USUAL_PAGE : Math.min(Math.max(limit, 1), LARGEST_PAGE);
    List<SourceReaper.Verdict> page = reaper.kept(callers.current().scope(), idOf(after), size);
    boolean full = page.size() == size;
    return new Page(page, full ? page.get(size - 1).jobId() : null, applyEnabled);
  }

  /** Judges the next batch by its bytes; deletes only when asked to and switched on. */
  @POST
  @Path("/run")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Capability.OPS_OPERATE)
  public SourceReaper.Run run(@Nullable Order order) {
    boolean apply = order != null && Boolean.TRUE.equals(order.apply);
    if (apply && !applyEnabled) {
      throw new ProblemException(ProblemCode.POLICY_DENIED);
    }
    return reaper.run(callers.current().scope(), apply);
  }

  private static UUID idOf(@Nullable String text) {
    try {
      return text == null ? new UUID(0, 0) : UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER);
    }
  }

  /** Whether to delete; without it a run only tells. */
  public record Order(@Nullable Boolean apply) {}

  /** One page; {@code next} goes into {@code after} for the following one. */
  public record Page(
      List<SourceReaper.Verdict> results, @Nullable UUID next, boolean applyEnabled) {}
}
