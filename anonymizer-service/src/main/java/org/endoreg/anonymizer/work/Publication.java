package org.endoreg.anonymizer.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.endoreg.anonymizer.phi.PhiStore;
import org.endoreg.anonymizer.phi.PseudonymOf;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.AnonymizationCancelled;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.AnonymizationFailed;
import org.endoreg.contracts.events.AnonymizationRetrying;
import org.endoreg.contracts.events.AnonymizationStarted;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.contracts.events.UploadJobCancelRequested;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.outbox.Outbox;
import org.endoreg.platform.work.LeaseLost;
import org.endoreg.platform.work.PlannedRetry;
import org.endoreg.platform.work.WorkQueue;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Makes the beginning and the end of an attempt known, each in one fenced transaction with its
 * event.
 */
@ApplicationScoped
class Publication {
  private static final Logger LOG = Logger.getLogger(Publication.class);

  private final WorkQueue queue;
  private final AnonymizationStore store;
  private final PhiStore phi;
  private final PseudonymOf pseudonyms;
  private final Outbox outbox;
  private final BlobVault vault;

  Publication(
      WorkQueue queue,
      AnonymizationStore store,
      PhiStore phi,
      PseudonymOf pseudonyms,
      Outbox outbox,
      BlobVault vault) {
    this.queue = queue;
    this.store = store;
    this.phi = phi;
    this.pseudonyms = pseudonyms;
    this.outbox = outbox;
    this.vault = vault;
  }

  void started(Job job) {
    UploadJobAccepted accepted = job.accepted();
    queue.whileLeased(
        job.item(),
        transaction -> {
          store.started(transaction, accepted);
          outbox.append(
              transaction,
              new AnonymizationStarted(
                  accepted.jobId(),
                  accepted.centerKey(),
                  job.item().fencingToken(),
                  job.acceptance()));
        });
  }

  void completed(Job job, Outcome outcome, Instant begun) {
    UploadJobAccepted accepted = job.accepted();
    Pseudonym pseudonym =
        outcome
            .signedOffAs()
            .orElseGet(
                () ->
                    pseudonyms.of(
                        outcome.meta(),
                        accepted.centerKey(),
                        accepted.sha256(),
                        outcome.examinationName()));
    removeEarlierAttempts(job);
    try {
      queue.finish(
          job.item(),
          transaction -> {
            store.done(transaction, accepted, outcome);
            phi.keep(
                transaction, accepted.jobId(), accepted.centerKey(), outcome.meta(), pseudonym);
            outbox.append(transaction, event(accepted, outcome, pseudonym, begun));
          });
    } catch (LeaseLost taken) {
      // The successor may have tidied up before these blobs were written.
      removeAttempt(job, job.item().fencingToken());
      throw taken;
    }
  }

  void failed(Job job, ProblemCode code) {
    UploadJobAccepted accepted = job.accepted();
    removeAttempts(job, job.item().fencingToken());
    queue.fail(
        job.item(),
        code,
        transaction -> {
          store.failed(transaction, accepted, code);
          outbox.append(
              transaction,
              new AnonymizationFailed(
                  accepted.jobId(), accepted.centerKey(), code, job.acceptance()));
        });
  }

  private static AnonymizationCompleted event(
      UploadJobAccepted accepted, Outcome outcome, Pseudonym pseudonym, Instant begun) {
    return new AnonymizationCompleted(
        accepted.jobId(),
        accepted.centerKey(),
        accepted.kind(),
        accepted.sha256(),
        accepted.blobKey(),
        outcome.artifact().key(),
        outcome.artifact().sha256(),
        outcome.artifact().sizeBytes(),
        outcome.text().map(Blob::key).orElse(null),
        outcome.removedByType(),
        outcome.residualChecked(),
        outcome.pages().orElse(null),
        pseudonym,
        Duration.between(begun, Instant.now()).toMillis(),
        outcome.isHumanValidated() ? true : null);
  }

  /** Tells of the next attempt, in the transaction that plans it. */
  void retrying(Handle transaction, Job job, PlannedRetry retry) {
    UploadJobAccepted accepted = job.accepted();
    store.retrying(transaction, accepted, retry.code());
    outbox.append(
        transaction,
        new AnonymizationRetrying(
            accepted.jobId(),
            accepted.centerKey(),
            retry.code(),
            retry.count(),
            retry.max(),
            retry.nextAt(),
            job.acceptance()));
  }

  /** Tells that the worker stopped, in the transaction that ends its item. */
  void cancelled(Handle transaction, Job job) {
    UploadJobAccepted accepted = job.accepted();
    store.cancelled(transaction, accepted.jobId());
    outbox.append(
        transaction,
        new AnonymizationCancelled(accepted.jobId(), accepted.centerKey(), job.acceptance()));
    removeAttempts(job, job.item().fencingToken());
  }

  /**
   * Tells that nobody will go on, in the transaction that ends the waiting item. An attempt that
   * failed half-way or was killed may have left blobs.
   */
  void cancelledBetweenAttempts(
      Handle transaction, UploadJobCancelRequested request, long attempts) {
    UUID jobId = request.jobId();
    for (long token = 1; token <= attempts; token++) {
      removeAttempt(jobId, request.centerKey(), token);
    }
    int acceptance = store.acceptance(transaction, jobId);
    store.cancelled(transaction, jobId);
    outbox.append(transaction, new AnonymizationCancelled(jobId, request.centerKey(), acceptance));
  }

  /**
   * An attempt that was killed after writing its blobs left them behind; their keys are known. Like
   * everything that is removed here, done before the attempt ends: a crash in between repeats it.
   */
  private void removeEarlierAttempts(Job job) {
    removeAttempts(job, job.item().fencingToken() - 1);
  }

  private void removeAttempts(Job job, long upTo) {
    for (long token = 1; token <= upTo; token++) {
      removeAttempt(job, token);
    }
  }

  private void removeAttempt(Job job, long token) {
    removeAttempt(job.accepted().jobId(), job.accepted().centerKey(), token);
  }

  private void removeAttempt(UUID jobId, CenterKey center, long token) {
    remove(Job.output(jobId, center, BlobKey.Role.PROCESSED, token));
    remove(Job.output(jobId, center, BlobKey.Role.TEXT, token));
  }

  private void remove(BlobKey key) {
    try {
      vault.delete(key);
    } catch (IOException left) {
      LOG.warnf("a blob that is not needed was left behind: %s", key);
    }
  }
}
