package org.endoreg.transfer.sending;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.endoreg.contracts.events.SignOffWithdrawn;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.work.WorkQueue;
import org.jdbi.v3.core.Handle;

/**
 * Takes back what may not leave any more. A transfer the hub has not proven ends here and is never
 * queued again; one it has applied is told as needing a recall, which people arrange.
 */
@ApplicationScoped
class Withdrawals {
  private final OutboundTransfers transfers;
  private final WorkQueue queue;
  private final AuditChain audit;

  Withdrawals(OutboundTransfers transfers, WorkQueue queue, AuditChain audit) {
    this.transfers = transfers;
    this.queue = queue;
    this.audit = audit;
  }

  void withdraw(Handle transaction, SignOffWithdrawn withdrawn) {
    transfers
        .ofArtifact(transaction, withdrawn.jobId(), withdrawn.artifactSha256())
        .forEach(transfer -> withdraw(transaction, transfer));
  }

  /** Locks the work first, as its worker does; once more changes nothing. */
  void withdraw(Handle transaction, OutboundTransfer transfer) {
    queue.cancel(transaction, SendWorker.QUEUE, transfer.id().toString());
    if (!transfers.withdrawn(transaction, transfer.id())) {
      return;
    }
    audit.append(
        transaction,
        new AuditEvent(
            AuditAction.EXPORT_WITHDRAWN,
            transfer.center(),
            "outbound_transfer",
            transfer.id().toString(),
            Map.of("needs_recall", transfer.isApplied())));
  }
}
