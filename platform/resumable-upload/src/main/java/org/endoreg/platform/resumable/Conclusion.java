package org.endoreg.platform.resumable;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.StagedBlob;
import org.endoreg.platform.blob.StagingArea;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.problem.ProblemException;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The end of an upload, good or bad. Bytes are handed to the store first, then one transaction
 * makes the job and ends the upload. A crash between the two is made good by whoever asks next: the
 * blob key follows from the upload, so the blob is found and not made twice.
 */
@ApplicationScoped
class Conclusion {
  private static final Logger LOG = Logger.getLogger(Conclusion.class);

  /** What a client may simply try again: timeout, locked, too early, too many. */
  private static final Set<Integer> LATER = Set.of(408, 423, 425, 429);

  private final UploadBoundary boundary;
  private final ResumableUploads uploads;
  private final StagingArea staging;
  private final BlobVault vault;
  private final RunningDigests digests;
  private final Jdbi jdbi;

  Conclusion(
      UploadBoundary boundary,
      ResumableUploads uploads,
      StagingArea staging,
      BlobVault vault,
      RunningDigests digests,
      Jdbi jdbi) {
    this.boundary = boundary;
    this.uploads = uploads;
    this.staging = staging;
    this.vault = vault;
    this.digests = digests;
    this.jdbi = jdbi;
  }

  /**
   * Completes an upload whose bytes are all durable; only its one writer may call this. A refusal
   * of the file, by digest or by the boundary, removes it.
   */
  ResumableUpload complete(CenterScope scope, ResumableUpload upload) {
    try {
      Blob blob = durable(upload);
      ResumableUpload done =
          jdbi.inTransaction(transaction -> ended(transaction, scope, upload, blob));
      digests.forget(upload.id());
      if (done.state() == ResumableUpload.State.COMPLETE) {
        clearIfNotNeeded(scope, done);
      }
      return done;
    } catch (ProblemException refused) {
      if (isFinal(refused)) {
        discard(scope, upload);
      }
      throw refused;
    }
  }

  private static boolean isFinal(ProblemException refused) {
    return refused.code().status() < 500 && !LATER.contains(refused.code().status());
  }

  private ResumableUpload ended(
      Handle transaction, CenterScope scope, ResumableUpload upload, Blob blob) {
    ResumableUpload current =
        uploads
            .lock(transaction, scope, upload.id())
            .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    if (current.state() == ResumableUpload.State.COMPLETE) {
      return current;
    }
    if (current.state() != ResumableUpload.State.OPEN) {
      throw new ProblemException(ProblemCode.UPLOAD_EXPIRED);
    }
    FinishedUpload finished =
        new FinishedUpload(
            upload.id(),
            upload.center(),
            blob,
            upload.extension(),
            upload.sourceSystem(),
            upload.idempotencyKey(),
            vault);
    uploads.complete(transaction, scope, upload.id(), boundary.complete(transaction, finished));
    return uploads.lock(transaction, scope, upload.id()).orElseThrow();
  }

  private Blob durable(ResumableUpload upload) {
    boolean handedOver = Storage.step(() -> vault.exists(upload.key()));
    Sha256 sha256 = Storage.step(() -> handedOver ? digestOfBlob(upload) : handOver(upload));
    return new Blob(upload.key(), sha256, upload.length());
  }

  private Sha256 handOver(ResumableUpload upload) throws IOException {
    try (StagedBlob blob = staging.open(upload.id(), upload.key(), upload.offset())) {
      Optional<MessageDigest> running = digests.at(upload.id(), upload.offset());
      Sha256 sha256 = running.isPresent() ? value(running.orElseThrow()) : digestOfStaged(blob);
      if (upload.declaredSha256().map(declared -> !declared.equals(sha256)).orElse(false)) {
        throw new ProblemException(ProblemCode.CHECKSUM_MISMATCH);
      }
      blob.handOver();
      return sha256;
    }
  }

  private static Sha256 digestOfStaged(StagedBlob blob) throws IOException {
    MessageDigest digest = RunningDigests.fresh();
    blob.copyTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return value(digest);
  }

  private Sha256 digestOfBlob(ResumableUpload upload) throws IOException {
    MessageDigest digest = RunningDigests.fresh();
    try (InputStream bytes = vault.stream(upload.key())) {
      bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    return value(digest);
  }

  private static Sha256 value(MessageDigest digest) {
    return Sha256.of(digest.digest());
  }

  /**
   * Ends an upload without a job. The row says so first: what a crash leaves, the sweep removes.
   */
  void discard(CenterScope scope, ResumableUpload upload) {
    uploads.remove(scope, upload.id());
    digests.forget(upload.id());
    clear(upload);
  }

  private void clearIfNotNeeded(CenterScope scope, ResumableUpload done) {
    if (uploads.isLeftover(scope, done.id())) {
      clear(done);
    }
  }

  /**
   * Removes everything that lies around of an upload whose row says it is left over. What cannot be
   * removed now stays marked for the sweep.
   */
  void clear(ResumableUpload upload) {
    try {
      if (staging.remove(upload.id())) {
        vault.delete(upload.key());
        uploads.cleared(upload.id());
      }
    } catch (IOException later) {
      LOG.warnf("bytes of an ended upload stay for now: %s", FailurePlace.of(later));
    }
  }
}
