package org.endoreg.anonymizer.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.phi.PseudonymOf;
import org.endoreg.anonymizer.report.AnonymizationFailure;
import org.endoreg.anonymizer.report.ReportLimits;
import org.endoreg.anonymizer.report.SignedOffReport;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.contracts.events.WorkStage;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.blob.InsufficientStorage;
import org.endoreg.platform.work.LeaseLost;
import org.endoreg.platform.work.LeaseWatch;
import org.endoreg.platform.work.WorkCancelled;
import org.endoreg.platform.work.WorkFailed;

/**
 * Takes over a medium somebody anonymized and signed off elsewhere: the sidecar is read, the bytes
 * are copied and their digest compared, and a report is read once more. A video is not: without a
 * known identity a picture shows nothing that could be searched for.
 */
@ApplicationScoped
class SignedOffMedium {
  private static final int COPY_BYTES = 65_536;
  private static final String ENGINE = "signed off 1";

  private final BlobVault vault;
  private final WorkerTools tools;
  private final PseudonymOf pseudonyms;
  private final ProgressReporter progress;

  SignedOffMedium(
      BlobVault vault, WorkerTools tools, PseudonymOf pseudonyms, ProgressReporter progress) {
    this.vault = vault;
    this.tools = tools;
    this.pseudonyms = pseudonyms;
    this.progress = progress;
  }

  /** The outcome of a job that came with a sidecar. */
  Outcome take(Job job, BlobKey sidecarKey, LeaseWatch lease) throws WorkFailed {
    try {
      SidecarFacts sidecar = sidecar(job.accepted(), sidecarKey);
      Optional<SignedOffReport> report = reread(job.accepted());
      Optional<Blob> text = Optional.empty();
      if (report.isPresent()) {
        text = Optional.of(text(job, report.orElseThrow()));
      }
      return outcome(job.accepted(), copy(job, lease), text, report, sidecar);
    } catch (NoSuchFileException missing) {
      throw WorkFailed.terminal(ProblemCode.SOURCE_MISSING);
    } catch (InsufficientStorage full) {
      throw WorkFailed.passing(ProblemCode.INSUFFICIENT_STORAGE);
    } catch (IOException storage) {
      throw WorkFailed.passing(ProblemCode.PROCESSING_FAILED);
    }
  }

  private SidecarFacts sidecar(UploadJobAccepted job, BlobKey key) throws IOException, WorkFailed {
    try (InputStream bytes = vault.stream(key)) {
      return SidecarFacts.read(bytes, job);
    }
  }

  private Optional<SignedOffReport> reread(UploadJobAccepted job) throws IOException, WorkFailed {
    if (job.kind() != MediaKind.REPORT) {
      return Optional.empty();
    }
    try (InputStream bytes = vault.stream(job.blobKey())) {
      SignedOffReport report =
          SignedOffReport.read(bytes, tools.recognition(), ReportLimits.standard());
      if (report.hits() > 0) {
        throw WorkFailed.terminal(ProblemCode.RESIDUAL_PHI);
      }
      return Optional.of(report);
    } catch (AnonymizationFailure refused) {
      throw WorkFailed.terminal(ProblemCode.valueOf(refused.code().name()));
    }
  }

  private Blob text(Job job, SignedOffReport report) throws IOException {
    try (BlobWrite text = vault.write(job.output(BlobKey.Role.TEXT))) {
      text.write(report.text().getBytes(StandardCharsets.UTF_8));
      return text.commit();
    }
  }

  private Blob copy(Job job, LeaseWatch lease) throws IOException, WorkFailed {
    ProgressReporter.JobProgress reached = progress.on(job);
    long size = Math.max(1, job.accepted().sizeBytes());
    try (InputStream source = vault.stream(job.accepted().blobKey());
        BlobWrite artifact = vault.write(job.output(BlobKey.Role.PROCESSED))) {
      byte[] piece = new byte[COPY_BYTES];
      for (int count = source.read(piece); count >= 0; count = source.read(piece)) {
        stopIfUnwanted(job, lease);
        artifact.write(piece, 0, count);
        reached.reached(WorkStage.PUBLISHING, (int) (artifact.size() * 99 / size));
      }
      return verified(job.accepted(), artifact.commit());
    }
  }

  private Blob verified(UploadJobAccepted job, Blob artifact) throws IOException, WorkFailed {
    if (!artifact.sha256().equals(job.sha256())) {
      vault.delete(artifact.key());
      throw WorkFailed.terminal(ProblemCode.INTEGRITY_MISMATCH);
    }
    return artifact;
  }

  private static void stopIfUnwanted(Job job, LeaseWatch lease) {
    if (lease.isLost()) {
      throw new LeaseLost(job.item());
    }
    if (lease.isCancelled()) {
      throw new WorkCancelled(job.item());
    }
  }

  private Outcome outcome(
      UploadJobAccepted job,
      Blob artifact,
      Optional<Blob> text,
      Optional<SignedOffReport> report,
      SidecarFacts sidecar) {
    Pseudonym pseudonym =
        pseudonyms.givenElsewhere(
            sidecar.patientHash(),
            sidecar.examinationHash(),
            sidecar.examinationDate(),
            job.centerKey(),
            job.sha256());
    return new Outcome(
        artifact,
        text,
        SensitiveMeta.empty(),
        Optional.empty(),
        Map.of(),
        report.map(SignedOffReport::checked).orElse(0),
        report.map(SignedOffReport::pages),
        List.of(ENGINE),
        Optional.of(pseudonym));
  }
}
