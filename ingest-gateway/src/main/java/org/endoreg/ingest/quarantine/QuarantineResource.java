package org.endoreg.ingest.quarantine;

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
import java.util.UUID;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Quarantine for reviewers: see, decide, and let another person delete. */
@Path("/api/media/quarantine")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QuarantineResource {
  private static final int LARGEST_PAGE = 500;
  private static final int USUAL_PAGE = 100;
  private static final int FURTHEST_OFFSET = 100_000;
  private static final int MOST_DAYS = 36_500;
  private static final int USUAL_AGE_DAYS = 30;

  private final QuarantineItems items;
  private final QuarantineDecisions decisions;
  private final QuarantineReaper reaper;
  private final QuarantineInventory inventory;
  private final Callers callers;

  QuarantineResource(
      QuarantineItems items,
      QuarantineDecisions decisions,
      QuarantineReaper reaper,
      QuarantineInventory inventory,
      Callers callers) {
    this.items = items;
    this.decisions = decisions;
    this.reaper = reaper;
    this.inventory = inventory;
    this.callers = callers;
  }

  /** Items of the caller's centers, newest first; reading changes nothing. */
  @GET
  @Consumes(MediaType.WILDCARD)
  @Needs(Capability.ANONYMIZATION_READ)
  public Page page(
      @QueryParam("status") @Nullable String status,
      @QueryParam("older_than_days") @Nullable Integer olderThanDays,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("offset") @Nullable Integer offset) {
    int size = limit == null ? USUAL_PAGE : within("limit", limit, 1, LARGEST_PAGE);
    int skip = offset == null ? 0 : within("offset", offset, 0, FURTHEST_OFFSET);
    int days = olderThanDays == null ? 0 : within("older_than_days", olderThanDays, 0, MOST_DAYS);
    List<QuarantineItem> found =
        items.page(callers.current().scope(), statusOf(status), days, size, skip);
    return new Page(found, size, skip);
  }

  /** Keeps an item. */
  @POST
  @Path("/{id}/retain")
  @Needs(Capability.QUARANTINE_REVIEW)
  public QuarantineItem retain(@PathParam("id") String id, @Nullable Decision decision) {
    return decisions.retain(callers.current(), itemId(id), reasonOf(decision));
  }

  /** Lets another person delete an item. */
  @POST
  @Path("/{id}/approve-deletion")
  @Needs(Capability.QUARANTINE_REVIEW)
  public QuarantineItem approve(@PathParam("id") String id, @Nullable Approval approval) {
    UUID item = itemId(id);
    if (approval == null) {
      return decisions.approveDeletion(callers.current(), item, null, 0, null);
    }
    int days = approval.deleteAfterDays == null ? 0 : approval.deleteAfterDays;
    return decisions.approveDeletion(
        callers.current(), item, approval.decisionReason, days, approval.sha256);
  }

  /** Gives an item's bytes to the ledger as an ordinary file. */
  @POST
  @Path("/{id}/release")
  @Needs(Capability.QUARANTINE_REVIEW)
  public QuarantineItem release(@PathParam("id") String id, @Nullable Decision decision) {
    return decisions.release(callers.current(), itemId(id), reasonOf(decision));
  }

  /** Shows what would be deleted, or deletes it when confirmed. */
  @POST
  @Path("/reap-approved")
  @Needs(Capability.QUARANTINE_REAP)
  public QuarantineReaper.ReapAnswer reap(@Nullable Reap order) {
    boolean dryRun = order == null || !Boolean.FALSE.equals(order.dryRun);
    boolean confirmed = order != null && Boolean.TRUE.equals(order.confirm);
    if (!dryRun && !confirmed) {
      throw invalid("confirm", "required");
    }
    int days =
        order == null || order.olderThanDays == null
            ? USUAL_AGE_DAYS
            : within("older_than_days", order.olderThanDays, 0, MOST_DAYS);
    return reaper.reap(callers.current(), days, dryRun);
  }

  /** Marks items whose bytes are gone. */
  @POST
  @Path("/sync")
  @Consumes(MediaType.WILDCARD)
  @Needs(Capability.QUARANTINE_REVIEW)
  public QuarantineInventory.Inventory sync() {
    return inventory.take(callers.current().scope());
  }

  private static @Nullable String reasonOf(@Nullable Decision decision) {
    return decision == null ? null : decision.decisionReason;
  }

  private static int within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw invalid(name, "out_of_range");
    }
    return value;
  }

  private static @Nullable QuarantineStatus statusOf(@Nullable String name) {
    try {
      return name == null ? null : QuarantineStatus.named(name);
    } catch (IllegalArgumentException unknown) {
      throw invalid("status", "unknown");
    }
  }

  private static UUID itemId(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
  }

  private static ProblemException invalid(String field, String why) {
    return new ProblemException(ProblemCode.INVALID_PARAMETER, Map.of(field, List.of(why)));
  }

  /** A reviewer's reason. */
  public record Decision(@Nullable String decisionReason) {}

  /** A reviewer's approval; {@code sha256}, when given, must be the item's. */
  public record Approval(
      @Nullable String decisionReason,
      @Nullable Integer deleteAfterDays,
      @Nullable String sha256) {}

  /** What to delete; without members it is a dry run over items of at least 30 days. */
  public record Reap(
      @Nullable Integer olderThanDays, @Nullable Boolean dryRun, @Nullable Boolean confirm) {}

  /** One page of items. */
  public record Page(List<QuarantineItem> results, int limit, int offset) {}
}
