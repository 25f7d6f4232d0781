package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.blob.InsufficientStorage;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.transfer.envelope.EnvelopeReader;
import org.endoreg.transfer.envelope.EnvelopeRefused;
import org.endoreg.transfer.envelope.MediaEnvelope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes the sealed artifact of a registered transfer: first the envelope, then its ciphertext in as
 * many pieces as the line allows. Opening it is the worker's, so the sender does not wait for it.
 */
@ApplicationScoped
class MediaIntake {
  private final TransferJobs jobs;
  private final Ciphertexts ciphertexts;
  private final WorkQueue queue;
  private final AuditChain audit;
  private final Jdbi jdbi;
  private final TransferSettings settings;

  MediaIntake(
      TransferJobs jobs,
      Ciphertexts ciphertexts,
      WorkQueue queue,
      AuditChain audit,
      Jdbi jdbi,
      TransferSettings settings) {
    this.jobs = jobs;
    this.ciphertexts = ciphertexts;
    this.queue = queue;
    this.audit = audit;
    this.jdbi = jdbi;
    this.settings = settings;
  }

  /** Where a transfer's ciphertext stands: bytes here, bytes in all. */
  record Progress(TransferJob job, long offset, long length) {
    boolean isComplete() {
      return offset == length;
    }
  }

  /**
   * Binds the transfer to this envelope, or finds it bound. An envelope that nothing was applied
   * from gives way to another one.
   */
  Progress expect(Caller node, String key, JsonNode sealed) throws IOException {
    MediaEnvelope envelope = envelope(sealed);
    TransferJob job =
        jdbi.inTransaction(
            transaction -> {
              TransferJob found =
                  jobs.lockedOfNode(transaction, node.scope(), node.subject(), key)
                      .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
              return expect(transaction, found, envelope);
            });
    return progress(job);
  }

  private TransferJob expect(Handle transaction, TransferJob job, MediaEnvelope envelope) {
    String text = TransferIdentities.text(envelope);
    EnvelopeDecision decision =
        EnvelopeDecision.of(
            job.state(), TransferIdentities.announcesMedia(job), text.equals(job.envelope()));
    if (decision == EnvelopeDecision.NO_MEDIA) {
      throw new ProblemException(ProblemCode.TRANSFER_WITHOUT_MEDIA);
    }
    if (!envelope.transfer().equals(TransferIdentities.of(job))) {
      throw new ProblemException(ProblemCode.ENVELOPE_MALFORMED, Map.of());
    }
    if (envelope.ciphertextSize() > settings.maxMediaBytes()) {
      throw new ProblemException(ProblemCode.BODY_TOO_LARGE);
    }
    return switch (decision) {
      case CONFLICT -> throw new ProblemException(ProblemCode.ENVELOPE_CONFLICT);
      case BEGIN -> begin(transaction, job, envelope, text);
      case KEEP, NO_MEDIA -> finishIfWhole(transaction, job);
    };
  }

  private TransferJob begin(
      Handle transaction, TransferJob job, MediaEnvelope envelope, String text) {
    forgetEarlierBytes(job);
    requireRoom(envelope.ciphertextSize());
    if (!jobs.expect(transaction, job, text, envelope.fingerprint(), envelope.ciphertextSize())) {
      throw new ProblemException(ProblemCode.TRANSFER_WITHOUT_MEDIA);
    }
    return again(transaction, job);
  }

  /**
   * A hub that was killed between the last byte and its row has all bytes and nobody told the
   * worker; the node that comes back finds nothing left to send, so it is told here.
   */
  private TransferJob finishIfWhole(Handle transaction, TransferJob job) {
    if (job.mediaStatus() != MediaStatus.RECEIVING || !ciphertexts.lock(job.id())) {
      return job;
    }
    try {
      if (ciphertexts.size(job.id()) != sizeOf(job)) {
        return job;
      }
      ciphertexts.force(job.id());
      complete(transaction, job);
      return again(transaction, job);
    } catch (IOException unusableDisk) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    } finally {
      ciphertexts.unlock(job.id());
    }
  }

  private TransferJob again(Handle transaction, TransferJob job) {
    return jobs.lockedOfNode(
            transaction, CenterScope.of(job.center()), job.sourceNodeKey(), job.transferKey())
        .orElseThrow();
  }

  private void requireRoom(long bytes) {
    try {
      ciphertexts.requireRoom(bytes);
    } catch (InsufficientStorage full) {
      throw new ProblemException(ProblemCode.INSUFFICIENT_STORAGE);
    } catch (IOException unusableDisk) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    }
  }

  /** Bytes of an earlier envelope mean nothing under this one. */
  private void forgetEarlierBytes(TransferJob job) {
    if (!ciphertexts.lock(job.id())) {
      throw new ProblemException(ProblemCode.UPLOAD_LOCKED);
    }
    try {
      ciphertexts.discard(job.id());
    } catch (IOException unusableDisk) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    } finally {
      ciphertexts.unlock(job.id());
    }
  }

  /** How much is here. */
  Progress progress(Caller node, String key) throws IOException {
    return progress(ofNode(node, key));
  }

  /** Goes on with the ciphertext at this offset. */
  Progress append(Caller node, String key, long offset, InputStream body) throws IOException {
    TransferJob job = ofNode(node, key);
    requireMedia(job);
    Progress before = progress(job);
    if (job.mediaStatus() != MediaStatus.RECEIVING) {
      return finished(before);
    }
    if (!ciphertexts.lock(job.id())) {
      throw new ProblemException(ProblemCode.UPLOAD_LOCKED);
    }
    try {
      append(job, offset, before.length(), body);
      return progress(ofNode(node, key));
    } finally {
      ciphertexts.unlock(job.id());
    }
  }

  private void append(TransferJob job, long offset, long length, InputStream body)
      throws IOException {
    if (ciphertexts.size(job.id()) != offset) {
      throw new ProblemException(ProblemCode.OFFSET_CONFLICT);
    }
    long here;
    try {
      here = ciphertexts.append(job.id(), body, length);
    } catch (Ciphertexts.TooLong tooLong) {
      throw new ProblemException(ProblemCode.CHUNK_TOO_LARGE);
    } catch (IOException broken) {
      requireRoom(0);
      throw broken;
    }
    if (here == length) {
      jdbi.useTransaction(transaction -> complete(transaction, job));
    }
  }

  /**
   * The item runs anew: the same envelope may have been refused before, for instance because the
   * disk failed.
   */
  private void complete(Handle transaction, TransferJob job) {
    if (!jobs.received(transaction, job)) {
      return;
    }
    queue.addAnew(
        transaction,
        ApplyWorker.QUEUE,
        ApplyWorker.naturalKey(job),
        job.center(),
        ApplyWorker.payload(job));
    audit.append(
        transaction,
        new AuditEvent(
            AuditAction.TRANSFER_MEDIA_RECEIVED,
            job.center(),
            "transfer_job",
            job.id().toString(),
            Map.of("size_bytes", sizeOf(job))));
  }

  private Progress finished(Progress progress) {
    if (progress.isComplete()) {
      return progress;
    }
    throw new ProblemException(ProblemCode.ENVELOPE_REQUIRED);
  }

  private Progress progress(TransferJob job) throws IOException {
    boolean whole = job.mediaStatus() == MediaStatus.RECEIVED || isApplied(job);
    long length = sizeOf(job);
    return new Progress(job, whole ? length : ciphertexts.size(job.id()), length);
  }

  private TransferJob ofNode(Caller node, String key) {
    return jdbi.withHandle(
        handle ->
            jobs.ofNode(handle, node.scope(), node.subject(), key)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND)));
  }

  private static void requireMedia(TransferJob job) {
    if (!EnvelopeDecision.takesMedia(job.state(), TransferIdentities.announcesMedia(job))) {
      throw new ProblemException(ProblemCode.TRANSFER_WITHOUT_MEDIA);
    }
  }

  private static boolean isApplied(TransferJob job) {
    return job.mediaStatus() == MediaStatus.APPLIED;
  }

  private static long sizeOf(TransferJob job) {
    Long size = job.ciphertextSize();
    return size == null ? 0 : size;
  }

  private static MediaEnvelope envelope(JsonNode sealed) {
    try {
      return EnvelopeReader.read(sealed);
    } catch (EnvelopeRefused malformed) {
      throw new ProblemException(ProblemCode.ENVELOPE_MALFORMED);
    }
  }
}
