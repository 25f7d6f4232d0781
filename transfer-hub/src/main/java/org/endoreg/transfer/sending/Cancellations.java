package org.endoreg.transfer.sending;

import jakarta.enterprise.context.ApplicationScoped;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.work.WorkQueue;
import org.jdbi.v3.core.Handle;

/**
 * Calls off what a person does not want sent. The worker that holds it can move its row no more,
 * and stops with its next heartbeat. What the hub is known to have applied stays as it is: that is
 * taken back there.
 */
@ApplicationScoped
class Cancellations {
  private final OutboundTransfers transfers;
  private final WorkQueue queue;
  private final AuditChain audit;

  Cancellations(OutboundTransfers transfers, WorkQueue queue, AuditChain audit) {
    this.transfers = transfers;
    this.queue = queue;
    this.audit = audit;
  }

  /**
   * Locks the work first, as its worker does; once more changes nothing.
   *
   * @throws ProblemException when it is too late; nothing was changed then
   */
  void cancel(Handle transaction, CenterScope scope, OutboundTransfer transfer) {
    String id = transfer.id().toString();
    queue.cancel(transaction, SendWorker.QUEUE, id);
    if (transfers.cancelled(transaction, transfer.id())) {
      audit.append(
          transaction,
          new AuditEvent(AuditAction.EXPORT_CANCELLED, transfer.center(), "outbound_transfer", id));
      return;
    }
    OutboundTransfer now =
        transfers
            .locked(transaction, scope, transfer.id())
            .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    if (now.localStatus() != OutboundStatus.CANCELLED) {
      throw new ProblemException(
          now.isApplied() ? ProblemCode.TRANSFER_APPLIED : ProblemCode.CONFLICT);
    }
  }
}
