package org.endoreg.ingest.resumable;

import jakarta.enterprise.context.ApplicationScoped;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.Acceptance;
import org.endoreg.ingest.ledger.IngestMode;
import org.endoreg.ingest.ledger.Ledger;
import org.endoreg.ingest.ledger.MediaTypes;
import org.endoreg.ingest.ledger.Submission;
import org.endoreg.ingest.upload.CenterQuota;
import org.endoreg.ingest.upload.UploadCenter;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.resumable.Completion;
import org.endoreg.platform.resumable.FinishedUpload;
import org.endoreg.platform.resumable.UploadBoundary;
import org.endoreg.platform.resumable.UploadMetadata;
import org.jdbi.v3.core.Handle;

/**
 * Admits a resumable upload by the rules of the upload API, and asks the ledger to accept the bytes
 * in the transaction that ends the upload.
 */
@ApplicationScoped
class ResumableIntake implements UploadBoundary {
  private final UploadCenter centers;
  private final CenterQuota quota;
  private final MediaTypes mediaTypes;
  private final Ledger ledger;
  private final Callers callers;

  ResumableIntake(
      UploadCenter centers,
      CenterQuota quota,
      MediaTypes mediaTypes,
      Ledger ledger,
      Callers callers) {
    this.centers = centers;
    this.quota = quota;
    this.mediaTypes = mediaTypes;
    this.ledger = ledger;
    this.callers = callers;
  }

  @Override
  public CenterKey admit(UploadMetadata metadata, long length) {
    if (length == 0) {
      throw new ProblemException(ProblemCode.EMPTY_FILE);
    }
    CenterKey center = centers.resolve(metadata.centerKey(), metadata.centerName());
    quota.require(center);
    return center;
  }

  @Override
  public Completion complete(Handle transaction, FinishedUpload upload) {
    Caller caller = callers.current();
    Submission submission = submission(upload).by(caller.subject());
    Acceptance acceptance = ledger.accept(transaction, caller.scope(), submission);
    return new Completion(
        acceptance.jobId(), "/api/upload/" + acceptance.jobId() + "/status/", !acceptance.reused());
  }

  private Submission submission(FinishedUpload upload) {
    String mediaType =
        mediaTypes
            .detect(upload.prefix(MediaTypes.PREFIX_BYTES))
            .orElseThrow(() -> new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE));
    if (MediaTypes.contradicts("upload." + upload.extension(), mediaType)) {
      throw new ProblemException(ProblemCode.MEDIA_TYPE_MISMATCH);
    }
    return new Submission(
        upload.center(),
        MediaTypes.kindOf(mediaType),
        mediaType,
        upload.blob(),
        IngestMode.API,
        upload.sourceSystem().orElse("api"),
        upload.idempotencyKey().orElse(""));
  }
}
