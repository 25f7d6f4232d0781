package org.endoreg.platform.deadletters;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The records this service set aside, for operators. Every service with a database answers here for
 * its own; no answer holds anything of a payload.
 */
@Path("/api/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DeadLetterResource {
  private static final int LARGEST_PAGE = 200;
  private static final int USUAL_PAGE = 50;

  private final DeadLetters letters;
  private final Replays replays;
  private final BulkReplays bulk;
  private final Discards discards;
  private final Callers callers;

  DeadLetterResource(
      DeadLetters letters, Replays replays, BulkReplays bulk, Discards discards, Callers callers) {
    this.letters = letters;
    this.replays = replays;
    this.bulk = bulk;
    this.discards = discards;
    this.callers = callers;
  }

  /** Up to {@code limit} (1 to 200) letters before the id {@code before}, newest first. */
  @GET
  @Consumes(MediaType.WILDCARD)
  @Needs(Capability.OPS_READ)
  public Page page(
      @BeanParam DeadLetterQuery query,
      @QueryParam("before") @Nullable String before,
      @QueryParam("limit") @Nullable Integer limit) {
    int size = limit == null ? USUAL_PAGE : Math.min(Math.max(limit, 1), LARGEST_PAGE);
    long behind = before == null ? Long.MAX_VALUE : place(before);
    Caller caller = callers.current();
    List<DeadLetter> page =
        letters.page(caller.scope(), Replays.seesEverywhere(caller), query.filter(), behind, size);
    return new Page(page, page.size() == size ? Long.toString(page.get(size - 1).id()) : null);
  }

  /** Gives the record its effect now. Asked twice it has one effect. */
  @POST
  @Path("/{id}/replay")
  @Consumes(MediaType.WILDCARD)
  @Needs(Capability.OPS_OPERATE)
  public Replayed replay(@PathParam("id") String id) {
    Caller caller = callers.current();
    long letter = letterId(id);
    boolean effective = replays.replay(caller.scope(), caller, letter);
    return new Replayed(letter, DeadLetterState.REPLAYED, effective);
  }

  /** Ends the waiting of the record for good; the reason has at least ten characters. */
  @POST
  @Path("/{id}/discard")
  @Needs(Capability.OPS_OPERATE)
  public DeadLetter discard(@PathParam("id") String id, @Nullable Discard order) {
    Caller caller = callers.current();
    return discards.discard(
        caller.scope(), caller, letterId(id), order == null ? null : order.reason);
  }

  /** Replays all waiting letters of a filter at ten a second, or counts them. */
  @POST
  @Path("/replays")
  @Needs(Capability.OPS_OPERATE)
  public BulkReplays.Outcome replayAll(@Nullable ReplayOrder order) {
    if (order == null || order.filter == null) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER);
    }
    return bulk.run(callers.current(), order.filter.parsed(), !Boolean.FALSE.equals(order.dryRun));
  }

  private static long letterId(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notAnId) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
  }

  private static long place(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notAPlace) {
      throw new ProblemException(
          ProblemCode.INVALID_PARAMETER, Map.of("before", List.of("unknown_value")));
    }
  }

  /** One page; {@code next} goes into {@code before} and is null at the end. */
  public record Page(List<DeadLetter> results, @Nullable String next) {}

  /** What a replay came to; {@code effective} is false when the event had its effect before. */
  public record Replayed(long id, DeadLetterState state, boolean effective) {}

  /** Why a record shall have no effect. */
  public record Discard(@Nullable String reason) {}

  /** Which letters; without {@code dry_run: false} they are only counted. */
  public record ReplayOrder(@Nullable Filter filter, @Nullable Boolean dryRun) {}

  /** The filter in the words of the query parameters. */
  public record Filter(
      @Nullable String topic,
      @Nullable String reason,
      @Nullable String eventType,
      @Nullable String center) {

    DeadLetterFilter parsed() {
      return DeadLetterQuery.filter("waiting", topic, reason, eventType, center);
    }
  }
}
