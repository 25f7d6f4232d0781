package org.endoreg.media.registration;

import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.contracts.events.TransferApplied;
import org.jspecify.annotations.Nullable;

/**
 * An artifact to be registered, whether it was made here or came from another node. {@code jobId}
 * is the upload job or the transfer; only what came from a node has rows and no raw bytes.
 */
record NewMedium(
    UUID jobId,
    CenterKey centerKey,
    MediaKind kind,
    Sha256 sourceSha256,
    @Nullable BlobKey rawBlobKey,
    BlobKey artifactBlobKey,
    Sha256 artifactSha256,
    long artifactSizeBytes,
    @Nullable BlobKey textBlobKey,
    @Nullable Integer pages,
    Pseudonym pseudonym,
    @Nullable String sourceNodeKey,
    @Nullable BlobKey rowsBlobKey,
    boolean supersedes,
    boolean separate) {

  static NewMedium of(AnonymizationCompleted completed) {
    return new NewMedium(
        completed.jobId(),
        completed.centerKey(),
        completed.kind(),
        completed.sourceSha256(),
        completed.rawBlobKey(),
        completed.artifactBlobKey(),
        completed.artifactSha256(),
        completed.artifactSizeBytes(),
        completed.textBlobKey(),
        completed.pages(),
        completed.pseudonym(),
        null,
        null,
        false,
        false);
  }

  static NewMedium of(TransferApplied applied) {
    return new NewMedium(
        applied.transferId(),
        applied.centerKey(),
        applied.kind(),
        applied.resourceHash(),
        null,
        applied.artifactBlobKey(),
        applied.artifactSha256(),
        applied.artifactSizeBytes(),
        applied.textBlobKey(),
        null,
        new Pseudonym(applied.patientHash(), applied.examinationHash(), null, null, null, null),
        applied.sourceNodeKey(),
        applied.rowsBlobKey(),
        Boolean.TRUE.equals(applied.supersedes()),
        Boolean.TRUE.equals(applied.separate()));
  }

  /** The node this is a record of its own for, beside the one of the resource; usually null. */
  @Nullable String separateNode() {
    return separate ? sourceNodeKey : null;
  }

  /** True when another node made it. */
  boolean cameFromNode() {
    return sourceNodeKey != null;
  }
}
