package org.endoreg.transfer.receiving;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.HubSettings;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Removes ciphertexts no transfer under way needs, each with a receipt: row and audit entry in one
 * transaction, the file within it. A hub that is killed in between finds a row without a receipt
 * and writes it with the next sweep, so bytes neither stay for ever nor go unseen.
 */
@ApplicationScoped
class CiphertextCleanup {
  private static final Logger LOG = Logger.getLogger(CiphertextCleanup.class);
  private static final int BATCH = 200;

  /** A file may be there a moment before its row is seen. */
  private static final Duration YOUNG = Duration.ofHours(1);

  private final TransferJobs jobs;
  private final Ciphertexts ciphertexts;
  private final AuditChain audit;
  private final Jdbi jdbi;
  private final CiphertextRemoval.Policy policy;
  private final boolean receives;

  CiphertextCleanup(
      TransferJobs jobs,
      Ciphertexts ciphertexts,
      AuditChain audit,
      Jdbi jdbi,
      TransferSettings settings,
      Deployment deployment,
      HubSettings hub) {
    this.jobs = jobs;
    this.ciphertexts = ciphertexts;
    this.audit = audit;
    this.jdbi = jdbi;
    this.policy =
        new CiphertextRemoval.Policy(settings.ciphertextRetention(), settings.abandonedAfter());
    this.receives = deployment.role() == DeploymentRole.CENTRAL_HUB && hub.transfer().enabled();
  }

  @Scheduled(
      every = "${endoreg.transfer.receiver.sweep-interval:1h}",
      delayed = "10s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sweep() {
    if (!receives) {
      return;
    }
    try {
      int removed = sweep(Instant.now());
      if (removed > 0) {
        LOG.infof("ciphertexts removed: %d", removed);
      }
    } catch (IOException | RuntimeException later) {
      LOG.warnf("sweep of ciphertexts: %s", FailurePlace.of(later));
    }
  }

  /** First rows whose ciphertext may have to go, then files that no such row speaks of. */
  int sweep(Instant now) throws IOException {
    int removed = 0;
    UUID after = new UUID(0, 0);
    for (var batch = jobs.withCiphertext(after, BATCH);
        !batch.isEmpty();
        batch = jobs.withCiphertext(after, BATCH)) {
      for (UUID transfer : batch) {
        removed += removeIfDue(transfer, now) ? 1 : 0;
      }
      after = batch.get(batch.size() - 1);
    }
    for (UUID transfer : ciphertexts.all()) {
      removed += removeIfDue(transfer, now) ? 1 : 0;
    }
    return removed;
  }

  /** Removes the ciphertext of this transfer if it may go by now. */
  boolean removeIfDue(UUID transfer, Instant now) {
    if (!ciphertexts.lock(transfer)) {
      return false;
    }
    try {
      return jdbi.inTransaction(transaction -> removeIfDue(transaction, transfer, now));
    } finally {
      ciphertexts.unlock(transfer);
    }
  }

  private boolean removeIfDue(Handle transaction, UUID transfer, Instant now) {
    Optional<TransferJob> job = jobs.lockedUnlessBusy(transaction, transfer);
    if (job.isEmpty()) {
      return !jobs.exists(transaction, transfer) && removeOrphan(transaction, transfer, now);
    }
    TransferJob known = job.orElseThrow();
    Optional<CiphertextRemoval> why =
        CiphertextRemoval.of(known.state(), lastChange(known), now, policy);
    why.ifPresent(reason -> remove(transaction, known, reason));
    return why.isPresent();
  }

  /** Removes it now, in the transaction that made it needless. */
  void remove(Handle transaction, TransferJob job, CiphertextRemoval why) {
    long size = sizeOf(job.id());
    jobs.ciphertextRemoved(transaction, job, why);
    tell(transaction, job, why.wireName(), size);
    discard(job.id());
  }

  private void tell(Handle transaction, TransferJob job, String reason, long size) {
    audit.append(
        transaction,
        new AuditEvent(
            AuditAction.TRANSFER_CIPHERTEXT_REMOVED,
            job.center(),
            "transfer_job",
            job.id().toString(),
            Map.of("reason", reason, "size_bytes", size)));
  }

  private boolean removeOrphan(Handle transaction, UUID transfer, Instant now) {
    if (now.isBefore(changed(transfer).plus(YOUNG))) {
      return false;
    }
    audit.append(
        transaction,
        new AuditEvent(
            AuditAction.TRANSFER_CIPHERTEXT_REMOVED,
            null,
            "transfer_job",
            transfer.toString(),
            Map.of("reason", "no_transfer", "size_bytes", sizeOf(transfer))));
    discard(transfer);
    return true;
  }

  private Instant lastChange(TransferJob job) {
    Instant bytes = changed(job.id());
    return bytes.isAfter(job.updatedAt()) && job.mediaStatus() == MediaStatus.RECEIVING
        ? bytes
        : job.updatedAt();
  }

  private Instant changed(UUID transfer) {
    try {
      return ciphertexts.changed(transfer);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private long sizeOf(UUID transfer) {
    try {
      return ciphertexts.size(transfer);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void discard(UUID transfer) {
    try {
      ciphertexts.discard(transfer);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }
}
