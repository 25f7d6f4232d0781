package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.stream.Stream;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.DropRejected;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.contracts.events.UploadJobSubmitted;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.centers.CenterDirectory;
import org.endoreg.platform.startup.Deployment;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Accepts what the watcher submitted, after a look at the first bytes: a drop folder says nothing
 * reliable about a file. Files of the folder for signed-off media that break its contract become
 * quarantine items and never a job.
 */
@ApplicationScoped
public class SubmittedBlobs {
  private static final Logger LOG = Logger.getLogger(SubmittedBlobs.class);
  private static final String SOURCE_SYSTEM = "watcher";

  private final BlobVault vault;
  private final MediaTypes mediaTypes;
  private final Ledger ledger;
  private final JobRows rows;
  private final RejectedDrops rejectedDrops;
  private final CenterDirectory centers;
  private final Deployment deployment;

  SubmittedBlobs(
      BlobVault vault,
      MediaTypes mediaTypes,
      Ledger ledger,
      JobRows rows,
      RejectedDrops rejectedDrops,
      CenterDirectory centers,
      Deployment deployment) {
    this.vault = vault;
    this.mediaTypes = mediaTypes;
    this.ledger = ledger;
    this.rows = rows;
    this.rejectedDrops = rejectedDrops;
    this.centers = centers;
    this.deployment = deployment;
  }

  void accept(Handle transaction, UploadJobSubmitted submitted) {
    if (!centers.all().contains(submitted.centerKey())) {
      LOG.warnf("submission for a center this deployment does not serve was ignored");
      return;
    }
    Optional<byte[]> prefix = prefix(submitted.blobKey());
    if (prefix.isEmpty() && isKnown(transaction, submitted)) {
      LOG.infof("a submission came again after its copy was discarded");
      return;
    }
    Optional<String> mediaType =
        mediaTypes.detect(
            prefix.orElseThrow(() -> new IllegalStateException("submitted blob is not here yet")));
    Optional<ProblemCode> fault = fault(mediaType, submitted.folder());
    Optional<ProblemCode> breach = breach(transaction, submitted, fault);
    if (breach.isPresent()) {
      rejectedDrops.keep(transaction, rejected(submitted, breach.orElseThrow()));
      return;
    }
    Submission submission = submission(submitted, mediaType);
    Acceptance acceptance =
        fault.isPresent()
            ? ledger.refuse(transaction, submission, fault.orElseThrow())
            : ledger.accept(transaction, CenterScope.of(submitted.centerKey()), submission);
    if (acceptance.reused()) {
      discardWhatNoRowHolds(transaction, submitted);
    }
  }

  /** A repeated submission names the very blobs the job holds; those stay. */
  private void discardWhatNoRowHolds(Handle transaction, UploadJobSubmitted submitted) {
    Stream.of(Optional.of(submitted.blobKey()), Optional.ofNullable(submitted.sidecarBlobKey()))
        .flatMap(Optional::stream)
        .filter(key -> !ledger.holds(transaction, key))
        .forEach(key -> transaction.afterCommit(() -> discard(key)));
  }

  /** Why the drop goes to quarantine; empty when it may become a job. */
  private Optional<ProblemCode> breach(
      Handle transaction, UploadJobSubmitted submitted, Optional<ProblemCode> fault) {
    if (centers.isRetired(submitted.centerKey())) {
      return Optional.of(ProblemCode.CENTER_RETIRED);
    }
    if (submitted.folder() != IngestFolder.PREANONYMIZED_IMPORT) {
      return deployment.role() == DeploymentRole.LOCAL_STUDY_SERVER
          ? Optional.of(ProblemCode.RAW_DROP_REFUSED)
          : Optional.empty();
    }
    if (submitted.sidecarBlobKey() == null) {
      return Optional.of(ProblemCode.SIDECAR_MISSING);
    }
    // A medium somebody signed off at one center never wanders to another by a second drop.
    boolean foreign =
        rows.isSignedOffElsewhere(transaction, submitted.centerKey(), submitted.sha256());
    return foreign ? Optional.of(ProblemCode.POLICY_DENIED) : fault;
  }

  private static Optional<ProblemCode> fault(Optional<String> mediaType, IngestFolder folder) {
    if (mediaType.isEmpty()) {
      return Optional.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    }
    boolean right =
        promised(folder)
            .map(kind -> kind == MediaTypes.kindOf(mediaType.orElseThrow()))
            .orElse(true);
    return right ? Optional.empty() : Optional.of(ProblemCode.MEDIA_TYPE_MISMATCH);
  }

  /** Empty for the folder that takes both kinds. */
  private static Optional<MediaKind> promised(IngestFolder folder) {
    return switch (folder) {
      case REPORT_IMPORT -> Optional.of(MediaKind.REPORT);
      case VIDEO_IMPORT -> Optional.of(MediaKind.VIDEO);
      case PREANONYMIZED_IMPORT -> Optional.empty();
    };
  }

  private static DropRejected rejected(UploadJobSubmitted submitted, ProblemCode code) {
    return new DropRejected(
        submitted.submissionId(),
        submitted.centerKey(),
        submitted.folder(),
        code,
        submitted.sha256(),
        submitted.sizeBytes(),
        submitted.blobKey(),
        submitted.sidecarBlobKey());
  }

  private static Submission submission(UploadJobSubmitted submitted, Optional<String> mediaType) {
    Submission raw =
        new Submission(
            submitted.centerKey(),
            mediaType
                .map(MediaTypes::kindOf)
                .or(() -> promised(submitted.folder()))
                .orElse(MediaKind.REPORT),
            mediaType.orElse("application/octet-stream"),
            new Blob(submitted.blobKey(), submitted.sha256(), submitted.sizeBytes()),
            IngestMode.WATCHER,
            SOURCE_SYSTEM,
            "");
    BlobKey sidecar = submitted.sidecarBlobKey();
    boolean signedOff = sidecar != null && submitted.folder() == IngestFolder.PREANONYMIZED_IMPORT;
    return signedOff && sidecar != null ? raw.with(sidecar) : raw;
  }

  /**
   * A watcher that was killed after it told of a file tells again. By then the copy may be gone
   * because the content had a job or an item, and nothing is left to do.
   */
  private boolean isKnown(Handle transaction, UploadJobSubmitted submitted) {
    return rows.hasContent(transaction, submitted.centerKey(), submitted.sha256())
        || rejectedDrops.hasContent(transaction, submitted.centerKey(), submitted.sha256());
  }

  /** Empty when no blob lies under the key. */
  private Optional<byte[]> prefix(BlobKey key) {
    try (InputStream bytes = vault.stream(key)) {
      return Optional.of(bytes.readNBytes(MediaTypes.PREFIX_BYTES));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("submitted blob is not readable yet", unreadable);
    }
  }

  private void discard(BlobKey key) {
    try {
      vault.delete(key);
    } catch (IOException left) {
      LOG.warnf("a blob that is not needed was left behind: %s", key);
    }
  }
}
