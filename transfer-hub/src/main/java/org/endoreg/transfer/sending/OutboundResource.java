package org.endoreg.transfer.sending;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.work.WorkQueue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What operators of a site see and may do: what was sent, what failed and why, send it again. */
@Path("/api/transfer/outbound")
@Produces(MediaType.APPLICATION_JSON)
public class OutboundResource {
  private static final int MOST = 200;

  private final Callers callers;
  private final OutboundTransfers transfers;
  private final Withdrawals withdrawals;
  private final Cancellations cancellations;
  private final WorkQueue queue;
  private final AuditChain audit;
  private final Jdbi jdbi;

  OutboundResource(
      Callers callers,
      OutboundTransfers transfers,
      Withdrawals withdrawals,
      Cancellations cancellations,
      WorkQueue queue,
      AuditChain audit,
      Jdbi jdbi) {
    this.callers = callers;
    this.transfers = transfers;
    this.withdrawals = withdrawals;
    this.cancellations = cancellations;
    this.queue = queue;
    this.audit = audit;
    this.jdbi = jdbi;
  }

  /** The newest transfers from the caller's centers, at most 200. */
  @GET
  @Needs(Capability.TRANSFER_READ)
  public List<Outbound> outbound() {
    return transfers.newest(callers.current().scope(), MOST).stream()
        .map(OutboundResource::row)
        .toList();
  }

  /** Sends what waits for somebody to say so, failed or was called off, under the same key. */
  @POST
  @Path("/{id}/queue")
  @Needs(Capability.TRANSFER_OPERATE)
  public Map<String, String> queue(@PathParam("id") UUID id) {
    CenterScope scope = callers.current().scope();
    jdbi.useTransaction(transaction -> queue(transaction, scope, id));
    return Map.of("id", id.toString(), "local_status", OutboundStatus.QUEUED.wireName());
  }

  /** Takes the sign-off of the artifact back: what was not sent is not sent any more. */
  @POST
  @Path("/{id}/withdrawal")
  @Needs(Capability.TRANSFER_OPERATE)
  public Outbound withdraw(@PathParam("id") UUID id) {
    CenterScope scope = callers.current().scope();
    return jdbi.inTransaction(
        transaction -> {
          withdrawals.withdraw(transaction, found(transaction, scope, id));
          return row(found(transaction, scope, id));
        });
  }

  /** Calls a transfer off that the hub has not applied; once more changes nothing. */
  @POST
  @Path("/{id}/cancellation")
  @Needs(Capability.TRANSFER_OPERATE)
  public Outbound cancel(@PathParam("id") UUID id) {
    CenterScope scope = callers.current().scope();
    return jdbi.inTransaction(
        transaction -> {
          cancellations.cancel(transaction, scope, found(transaction, scope, id));
          return row(found(transaction, scope, id));
        });
  }

  private OutboundTransfer found(Handle handle, CenterScope scope, UUID id) {
    return transfers
        .ofCenters(handle, scope, id)
        .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }

  /** Locks the work first, as its worker does, which may still hold what was called off. */
  private void queue(Handle transaction, CenterScope scope, UUID id) {
    OutboundTransfer transfer = found(transaction, scope, id);
    queue.addAnew(transaction, SendWorker.QUEUE, id.toString(), transfer.center(), "{}");
    if (!transfers.move(transaction, id, OutboundEvent.QUEUE)) {
      throw new ProblemException(ProblemCode.CONFLICT);
    }
    audit.append(
        transaction,
        new AuditEvent(
            AuditAction.EXPORT_QUEUED, transfer.center(), "outbound_transfer", id.toString()));
  }

  private static Outbound row(OutboundTransfer transfer) {
    return new Outbound(
        transfer.id().toString(),
        transfer.transferKey(),
        transfer.targetNodeKey(),
        transfer.center().value(),
        transfer.kind().wireName(),
        transfer.localStatus().wireName(),
        transfer.failureClass(),
        transfer.lastError(),
        transfer.sentBytes(),
        transfer.ciphertextSize(),
        transfer.remoteStatus(),
        transfer.cleanupStatus(),
        transfer.sealedRemovedAt(),
        transfer.withdrawnAt(),
        transfer.needsRecall());
  }

  /** One transfer; sizes in bytes. */
  public record Outbound(
      String id,
      String transferKey,
      String targetNodeKey,
      String centerKey,
      String resourceKind,
      String localStatus,
      @Nullable String failureClass,
      @Nullable String lastError,
      long sentBytes,
      @Nullable Long sizeBytes,
      @Nullable String remoteStatus,
      String cleanupStatus,
      @Nullable Instant sealedRemovedAt,
      @Nullable Instant withdrawnAt,
      boolean needsRecall) {}
}
