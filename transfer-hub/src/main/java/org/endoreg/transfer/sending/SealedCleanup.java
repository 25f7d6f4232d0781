package org.endoreg.transfer.sending;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.startup.Deployment;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Removes sealed artifacts no attempt will send again, each with a receipt, and what attempts that
 * were killed left behind. The artifact itself, in the blob store, is never touched.
 */
@ApplicationScoped
class SealedCleanup {
  private static final Logger LOG = Logger.getLogger(SealedCleanup.class);
  private static final int BATCH = 200;

  /** An attempt that still seals writes into its file all the time. */
  private static final Duration YOUNG = Duration.ofHours(1);

  private final OutboundTransfers transfers;
  private final SealedArtifacts artifacts;
  private final AuditChain audit;
  private final Jdbi jdbi;
  private final SealedRemoval.Policy policy;
  private final boolean sends;

  SealedCleanup(
      OutboundTransfers transfers,
      SealedArtifacts artifacts,
      AuditChain audit,
      Jdbi jdbi,
      SenderSettings settings,
      Deployment deployment) {
    this.transfers = transfers;
    this.artifacts = artifacts;
    this.audit = audit;
    this.jdbi = jdbi;
    this.policy =
        new SealedRemoval.Policy(
            settings.sealedRetention(),
            settings.failedSealedRetention(),
            settings.cancelledSealedRetention());
    this.sends = deployment.role() == DeploymentRole.SITE_NODE && settings.enabled();
  }

  @Scheduled(
      every = "${endoreg.transfer.sender.sweep-interval:1h}",
      delayed = "15s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sweep() {
    if (!sends) {
      return;
    }
    try {
      int removed = sweep(Instant.now());
      if (removed > 0) {
        LOG.infof("sealed artifacts removed: %d", removed);
      }
    } catch (IOException | RuntimeException later) {
      LOG.warnf("sweep of sealed artifacts: %s", FailurePlace.of(later));
    }
  }

  /** First rows, each with a receipt; then files of attempts and of transfers there are not. */
  int sweep(Instant now) throws IOException {
    int removed = 0;
    UUID after = new UUID(0, 0);
    for (List<UUID> batch = transfers.endedWithSealed(after, BATCH);
        !batch.isEmpty();
        batch = transfers.endedWithSealed(after, BATCH)) {
      for (UUID transfer : batch) {
        removed += removeIfDue(transfer, now) ? 1 : 0;
      }
      after = batch.get(batch.size() - 1);
    }
    return removed + removeUnpublished(now);
  }

  private int removeUnpublished(Instant now) throws IOException {
    SealedArtifacts.Removed removed =
        artifacts.removeUnpublished(now.minus(YOUNG), transfers::known);
    if (removed.files() > 0) {
      jdbi.useTransaction(
          transaction ->
              audit.append(
                  transaction,
                  new AuditEvent(
                      AuditAction.EXPORT_SEALED_REMOVED,
                      null,
                      "outbound_transfer",
                      "unpublished",
                      Map.of("reason", "unpublished", "size_bytes", removed.bytes()))));
    }
    return removed.files();
  }

  /** Removes the sealed artifact of this transfer if it may go by now. */
  boolean removeIfDue(UUID transfer, Instant now) {
    return jdbi.inTransaction(
        transaction -> {
          Optional<OutboundTransfer> locked = transfers.lockedUnlessBusy(transaction, transfer);
          Optional<SealedRemoval> why =
              locked.flatMap(
                  row ->
                      SealedRemoval.of(
                          row.localStatus(),
                          row.withdrawnAt() != null,
                          row.changedAt(),
                          now,
                          policy));
          why.ifPresent(reason -> remove(transaction, locked.orElseThrow(), reason));
          return why.isPresent();
        });
  }

  private void remove(Handle transaction, OutboundTransfer transfer, SealedRemoval why) {
    try {
      long size = artifacts.size(transfer);
      transfers.sealedRemoved(transaction, transfer.id());
      if (size > 0 || transfer.ciphertextSize() != null) {
        tell(transaction, transfer, why, size);
      }
      artifacts.discard(transfer);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  private void tell(Handle transaction, OutboundTransfer transfer, SealedRemoval why, long size) {
    audit.append(
        transaction,
        new AuditEvent(
            AuditAction.EXPORT_SEALED_REMOVED,
            transfer.center(),
            "outbound_transfer",
            transfer.id().toString(),
            Map.of("reason", why.wireName(), "size_bytes", size)));
  }
}
