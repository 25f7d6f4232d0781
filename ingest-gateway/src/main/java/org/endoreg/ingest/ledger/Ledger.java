package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.outbox.Outbox;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Accepts submissions: one living job per center and content. Two submissions of the same bytes at
 * the same moment meet in the unique index; the second waits for the first and takes its job.
 *
 * <p>A living job is taken only when the store still holds what it stands for: its source while it
 * waits or runs, its artifact once it is anonymized. Otherwise it is lost and the bytes begin anew.
 * The reference also gives up jobs that did not change for two hours, because a crash between its
 * database and its broker could strand them. Here outbox and lease recover every such job, and a
 * video may wait longer than that behind others, so age proves nothing and no job is given up by
 * it.
 */
@ApplicationScoped
public class Ledger {
  private static final int MOST_RACES = 5;

  private final JobRows rows;
  private final JobMoves moves;
  private final BlobVault vault;
  private final Outbox outbox;
  private final JobAudit audit;

  Ledger(JobRows rows, JobMoves moves, BlobVault vault, Outbox outbox, JobAudit audit) {
    this.rows = rows;
    this.moves = moves;
    this.vault = vault;
    this.outbox = outbox;
    this.audit = audit;
  }

  /**
   * Creates the job or finds the one that already stands for the bytes, in the caller's transaction
   * together with the event that sets the workers going.
   *
   * @throws ProblemException {@code idempotency_conflict} when the key is bound to other content,
   *     {@code center_forbidden} when the center is outside the scope
   */
  public Acceptance accept(Handle transaction, CenterScope scope, Submission submission) {
    if (!scope.covers(submission.center())) {
      throw new ProblemException(ProblemCode.CENTER_FORBIDDEN);
    }
    requireKeyOfSameContent(transaction, submission);
    // The job that kept this one from being created may end before it is looked at.
    for (int race = 0; race < MOST_RACES; race++) {
      Optional<UUID> created = create(transaction, submission, null);
      if (created.isPresent()) {
        return new Acceptance(created.orElseThrow(), false);
      }
      Optional<Acceptance> taken = takeOrReplace(transaction, submission);
      if (taken.isPresent()) {
        return taken.orElseThrow();
      }
    }
    throw new ProblemException(ProblemCode.CONFLICT);
  }

  /** Records bytes that cannot be worked on, so that their sender sees why. The bytes are kept. */
  public Acceptance refuse(Handle transaction, Submission submission, ProblemCode code) {
    Optional<UUID> known = rows.refused(transaction, submission, code);
    if (known.isPresent()) {
      return new Acceptance(known.orElseThrow(), true);
    }
    UUID id = Envelopes.newId();
    rows.insert(transaction, submission, id, code, null);
    return new Acceptance(id, false);
  }

  /** True when some row refers to this blob, so it must stay. */
  public boolean holds(Handle transaction, BlobKey blob) {
    return transaction
        .createQuery("SELECT EXISTS (SELECT 1 FROM blob_reference WHERE blob_key = :key)")
        .bind("key", blob.value())
        .mapTo(Boolean.class)
        .one();
  }

  private void requireKeyOfSameContent(Handle transaction, Submission submission) {
    boolean bound =
        rows.boundTo(transaction, submission)
            .filter(content -> !content.equals(submission.blob().sha256()))
            .isPresent();
    if (bound) {
      throw new ProblemException(ProblemCode.IDEMPOTENCY_CONFLICT);
    }
  }

  private Optional<UUID> create(
      Handle transaction, Submission submission, @Nullable UUID previous) {
    UUID id = Envelopes.newId();
    if (!rows.insert(transaction, submission, id, null, previous)) {
      return Optional.empty();
    }
    outbox.append(transaction, acceptedEvent(submission, id));
    audit.created(transaction, submission, id);
    return Optional.of(id);
  }

  /** Empty when the job that stood in the way has ended meanwhile. */
  private Optional<Acceptance> takeOrReplace(Handle transaction, Submission submission) {
    // Somebody may have bound the key to other content a moment ago.
    requireKeyOfSameContent(transaction, submission);
    Optional<JobRows.LivingJob> found = rows.living(transaction, submission);
    if (found.isEmpty()) {
      // A boundary that crashed may submit once more what has become a job and ended by now.
      return rows.madeOf(transaction, submission).map(id -> new Acceptance(id, true));
    }
    JobRows.LivingJob living = found.orElseThrow();
    if (stands(living)) {
      return Optional.of(new Acceptance(living.id(), true));
    }
    moves.apply(transaction, living.id(), lossOf(living));
    return create(transaction, submission, living.id()).map(id -> new Acceptance(id, false));
  }

  private boolean stands(JobRows.LivingJob job) {
    boolean done = job.status() == UploadStatus.ANONYMIZED && job.artifact().isPresent();
    try {
      return vault.exists(done ? job.artifact().orElseThrow() : job.source());
    } catch (IOException unknown) {
      // A store that does not answer proves no loss.
      throw new UncheckedIOException(unknown);
    }
  }

  static JobMove lossOf(JobRows.LivingJob job) {
    return job.status() == UploadStatus.ANONYMIZED
        ? JobMove.of(JobEvent.INTEGRITY_LOST).because(ProblemCode.MEDIA_INTEGRITY_FAILED)
        : JobMove.of(JobEvent.SOURCE_MISSING).because(ProblemCode.SOURCE_MISSING);
  }

  private static UploadJobAccepted acceptedEvent(Submission submission, UUID id) {
    return new UploadJobAccepted(
        id,
        submission.center(),
        submission.kind(),
        submission.mediaType(),
        submission.blob().sha256(),
        submission.blob().sizeBytes(),
        submission.blob().key(),
        null,
        submission.sidecar().orElse(null));
  }
}
