package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.contracts.events.UploadJobSubmitted;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.startup.Deployment;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Accepts what the watcher submitted, after a look at the first bytes: a drop folder says nothing
 * reliable about a file.
 */
@ApplicationScoped
public class SubmittedBlobs {
  private static final Logger LOG = Logger.getLogger(SubmittedBlobs.class);
  private static final String SOURCE_SYSTEM = "watcher";

  private final BlobVault vault;
  private final MediaTypes mediaTypes;
  private final Ledger ledger;
  private final Deployment deployment;

  SubmittedBlobs(BlobVault vault, MediaTypes mediaTypes, Ledger ledger, Deployment deployment) {
    this.vault = vault;
    this.mediaTypes = mediaTypes;
    this.ledger = ledger;
    this.deployment = deployment;
  }

  void accept(Handle transaction, UploadJobSubmitted submitted) {
    if (!deployment.centers().contains(submitted.centerKey())) {
      LOG.warnf("submission for a center this deployment does not serve was ignored");
      return;
    }
    Optional<String> mediaType = mediaTypes.detect(prefix(submitted.blobKey()));
    Optional<ProblemCode> fault = fault(mediaType, submitted.folder());
    Submission submission = submission(submitted, mediaType);
    Acceptance acceptance =
        fault.isPresent()
            ? ledger.refuse(transaction, submission, fault.orElseThrow())
            : ledger.accept(transaction, CenterScope.of(submitted.centerKey()), submission);
    // A repeated submission names the very blob the job holds; that one stays.
    if (acceptance.reused() && !ledger.holds(transaction, submitted.blobKey())) {
      transaction.afterCommit(() -> discard(submitted.blobKey()));
    }
  }

  private static Optional<ProblemCode> fault(Optional<String> mediaType, IngestFolder folder) {
    if (mediaType.isEmpty()) {
      return Optional.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    }
    boolean right = MediaTypes.kindOf(mediaType.orElseThrow()) == promised(folder);
    return right ? Optional.empty() : Optional.of(ProblemCode.MEDIA_TYPE_MISMATCH);
  }

  private static MediaKind promised(IngestFolder folder) {
    return switch (folder) {
      case REPORT_IMPORT, PREANONYMIZED_IMPORT -> MediaKind.REPORT;
      case VIDEO_IMPORT -> MediaKind.VIDEO;
    };
  }

  private static Submission submission(UploadJobSubmitted submitted, Optional<String> mediaType) {
    return new Submission(
        submitted.centerKey(),
        mediaType.map(MediaTypes::kindOf).orElse(promised(submitted.folder())),
        mediaType.orElse("application/octet-stream"),
        new Blob(submitted.blobKey(), submitted.sha256(), submitted.sizeBytes()),
        IngestMode.WATCHER,
        SOURCE_SYSTEM,
        "");
  }

  private byte[] prefix(BlobKey key) {
    try (InputStream bytes = vault.stream(key)) {
      return bytes.readNBytes(MediaTypes.PREFIX_BYTES);
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
