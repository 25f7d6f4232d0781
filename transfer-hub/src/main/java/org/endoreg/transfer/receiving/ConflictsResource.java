package org.endoreg.transfer.receiving;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Registrations that contradict another one, and what operators decide about them. */
@Path("/api/transfer/conflicts")
@Produces(MediaType.APPLICATION_JSON)
public class ConflictsResource {
  private static final int LARGEST_PAGE = 200;
  private static final int USUAL_PAGE = 50;
  private static final int LONGEST_REASON = 500;

  private final Callers callers;
  private final Conflicts conflicts;
  private final ConflictSides sides;
  private final TransferJobs jobs;
  private final AuditChain audit;
  private final Jdbi jdbi;

  ConflictsResource(
      Callers callers,
      Conflicts conflicts,
      ConflictSides sides,
      TransferJobs jobs,
      AuditChain audit,
      Jdbi jdbi) {
    this.callers = callers;
    this.conflicts = conflicts;
    this.sides = sides;
    this.jobs = jobs;
    this.audit = audit;
    this.jdbi = jdbi;
  }

  /** Conflicts of the caller's centers, oldest first. */
  @GET
  @Needs(Capability.TRANSFER_READ)
  public Page page(
      @QueryParam("state") @DefaultValue("open") String state,
      @QueryParam("after") @DefaultValue("0") long after,
      @QueryParam("limit") @Nullable Integer limit) {
    if (!state.equals("open") && !state.equals("decided")) {
      throw invalid("state");
    }
    int size = limit == null ? USUAL_PAGE : Math.min(Math.max(limit, 1), LARGEST_PAGE);
    CenterScope scope = callers.current().scope();
    List<Conflict> page = conflicts.page(scope, state.equals("open"), after, size);
    @Nullable Long next = page.size() == size ? page.get(size - 1).id() : null;
    return new Page(rows(scope, page), next);
  }

  /** Decides a conflict, once. */
  @POST
  @Path("/{id}/decision")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Capability.TRANSFER_OPERATE)
  public Row decide(@PathParam("id") long id, @Nullable Decision wanted) {
    Caller person = callers.current();
    CenterScope scope = person.scope();
    Conflict decided =
        jdbi.inTransaction(
            transaction -> decide(transaction, person, known(transaction, scope, id), wanted));
    return rows(scope, List.of(decided)).get(0);
  }

  private Conflict decide(
      Handle transaction, Caller person, Conflict conflict, @Nullable Decision wanted) {
    String reason = reasonOf(wanted);
    ConflictDecision decision = decisionOf(wanted, conflict);
    if (!isPossible(transaction, person.scope(), conflict, decision)) {
      throw new ProblemException(ProblemCode.CONFLICT);
    }
    conflicts.decide(transaction, conflict.id(), decision, reason, person.subject());
    audit.append(
        transaction,
        new AuditEvent(
            AuditAction.TRANSFER_CONFLICT_DECIDED,
            conflict.center(),
            "transfer_conflict",
            Long.toString(conflict.id()),
            Map.of("decision", decision.wireName(), "conflict", conflict.kind().wireName())));
    return known(transaction, person.scope(), conflict.id());
  }

  private Conflict known(Handle transaction, CenterScope scope, long id) {
    return conflicts
        .locked(transaction, scope, id)
        .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }

  /** A decision for the other node moves its transfer, which has to wait for that still. */
  private boolean isPossible(
      Handle transaction, CenterScope scope, Conflict conflict, ConflictDecision decision) {
    return switch (decision) {
      case KEEP_EXISTING -> true;
      case SUPERSEDE ->
          claiming(transaction, scope, conflict)
              .filter(job -> jobs.superseded(transaction, job))
              .isPresent();
      case ACCEPT_AS_SEPARATE ->
          claiming(transaction, scope, conflict)
              .filter(job -> jobs.separated(transaction, job))
              .isPresent();
    };
  }

  private Optional<TransferJob> claiming(Handle transaction, CenterScope scope, Conflict conflict) {
    return jobs.lockedOfNode(transaction, scope, conflict.sourceNodeKey(), conflict.transferKey());
  }

  private static String reasonOf(@Nullable Decision wanted) {
    @Nullable String reason = wanted == null ? null : wanted.reason();
    if (reason == null || reason.isBlank() || reason.strip().length() > LONGEST_REASON) {
      throw new ProblemException(ProblemCode.REASON_REQUIRED);
    }
    return reason.strip();
  }

  private static ConflictDecision decisionOf(@Nullable Decision wanted, Conflict conflict) {
    if (conflict.decided() != null) {
      throw new ProblemException(ProblemCode.CONFLICT);
    }
    return ConflictDecision.of(String.valueOf(wanted == null ? null : wanted.decision()))
        .filter(decision -> conflict.allowed().contains(decision))
        .orElseThrow(() -> invalid("decision"));
  }

  private static ProblemException invalid(String field) {
    return new ProblemException(ProblemCode.INVALID_PARAMETER, Map.of(field, List.of("invalid")));
  }

  private List<Row> rows(CenterScope scope, List<Conflict> page) {
    Map<Long, ConflictSides.Both> both = sides.of(scope, page);
    return page.stream()
        .map(conflict -> row(conflict, Objects.requireNonNull(both.get(conflict.id()))))
        .toList();
  }

  private static @Nullable Side side(@Nullable ConflictSide side) {
    if (side == null) {
      return null;
    }
    @Nullable TransferState state = side.state();
    @Nullable Sha256 artifact = side.artifact();
    return new Side(
        side.nodeKey(),
        side.transferKey(),
        side.transferId(),
        state == null ? "refused" : state.status().wireName(),
        state == null ? null : state.media().wireName(),
        artifact == null ? null : artifact.value(),
        side.size(),
        side.registeredAt(),
        side.appliedAt());
  }

  private static Row row(Conflict conflict, ConflictSides.Both sides) {
    Conflict.@Nullable Decided decided = conflict.decided();
    return new Row(
        conflict.id(),
        conflict.kind().wireName(),
        decided == null ? "open" : "decided",
        conflict.transferKey(),
        conflict.transferId(),
        conflict.sourceNodeKey(),
        conflict.center().value(),
        conflict.resourceKind().wireName(),
        conflict.resourceHash().value(),
        conflict.differingFields(),
        side(sides.existing()),
        side(sides.other()),
        conflict.times(),
        conflict.firstSeenAt(),
        conflict.lastSeenAt(),
        conflict.allowed().stream().map(ConflictDecision::wireName).toList(),
        decided == null ? null : decided.decision().wireName(),
        decided == null ? null : decided.reason(),
        decided == null ? null : decided.by(),
        decided == null ? null : decided.at());
  }

  /** What is decided and why. */
  public record Decision(@Nullable String decision, @Nullable String reason) {}

  /** One page; {@code next} goes into {@code after} for the following one. */
  public record Page(List<Row> results, @Nullable Long next) {}

  /**
   * One of two registrations that contradict each other; {@code status} is {@code refused} for one
   * that was not kept, {@code sizeBytes} is known once media came.
   */
  public record Side(
      String nodeKey,
      String transferKey,
      @Nullable UUID transferId,
      String status,
      @Nullable String mediaStatus,
      @Nullable String artifactSha256,
      @Nullable Long sizeBytes,
      Instant registeredAt,
      @Nullable Instant appliedAt) {}

  /** One conflict; {@code differingFields} are names of members, never values. */
  public record Row(
      long id,
      String kind,
      String state,
      String transferKey,
      @Nullable UUID transferId,
      String sourceNodeKey,
      String centerKey,
      String resourceKind,
      String resourceHash,
      List<String> differingFields,
      @Nullable Side existing,
      @Nullable Side other,
      int times,
      Instant firstSeenAt,
      Instant lastSeenAt,
      List<String> allowedDecisions,
      @Nullable String decision,
      @Nullable String reason,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt) {}
}
