package org.endoreg.anonymizer.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.endoreg.anonymizer.phi.IdentityRoot;
import org.endoreg.anonymizer.report.AnonymizationFailure;
import org.endoreg.anonymizer.report.AnonymizedReport;
import org.endoreg.anonymizer.report.ProgressListener;
import org.endoreg.anonymizer.report.ReportAnonymizer;
import org.endoreg.anonymizer.report.ReportLimits;
import org.endoreg.anonymizer.report.ReportOptions;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.contracts.events.WorkStage;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.blob.InsufficientStorage;
import org.endoreg.platform.work.LeaseWatch;
import org.endoreg.platform.work.PlannedRetry;
import org.endoreg.platform.work.WorkFailed;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.Worker;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Anonymizes one report: raw blob in, processed PDF and anonymized text out. */
@ApplicationScoped
class ReportWorker implements Worker {
  private final BlobVault vault;
  private final WorkerTools tools;
  private final IdentityRoot root;
  private final SignedOffMedium signedOff;
  private final Publication publication;
  private final ProgressReporter progress;

  ReportWorker(
      BlobVault vault,
      WorkerTools tools,
      IdentityRoot root,
      SignedOffMedium signedOff,
      Publication publication,
      ProgressReporter progress) {
    this.vault = vault;
    this.tools = tools;
    this.root = root;
    this.signedOff = signedOff;
    this.publication = publication;
    this.progress = progress;
  }

  @Override
  public String queue() {
    return "report";
  }

  @Override
  public void work(WorkItem item, LeaseWatch lease) throws WorkFailed {
    Instant begun = Instant.now();
    Job job = Job.of(item);
    publication.started(job);
    @Nullable BlobKey sidecar = job.accepted().sidecarBlobKey();
    Outcome outcome = sidecar == null ? anonymize(job) : signedOff.take(job, sidecar, lease);
    publication.completed(job, outcome, begun);
  }

  @Override
  public void retryPlanned(Handle transaction, WorkItem item, PlannedRetry retry) {
    publication.retrying(transaction, Job.of(item), retry);
  }

  @Override
  public void cancelled(Handle transaction, WorkItem item) {
    publication.cancelled(transaction, Job.of(item));
  }

  @Override
  public void giveUp(WorkItem item, ProblemCode code) {
    publication.failed(Job.of(item), code);
  }

  private Outcome anonymize(Job job) throws WorkFailed {
    UploadJobAccepted accepted = job.accepted();
    ReportAnonymizer anonymizer =
        new ReportAnonymizer(root.key(), tools.recognition(), tools.ocr(), ReportLimits.standard());
    try (InputStream source = vault.stream(accepted.blobKey());
        BlobWrite artifact = vault.write(job.output(BlobKey.Role.PROCESSED))) {
      AnonymizedReport report =
          anonymizer.anonymize(
              source,
              accepted.sha256().value(),
              ReportOptions.ofCenter(accepted.centerKey().value()),
              listener(progress.on(job)),
              artifact);
      return outcome(artifact.commit(), text(job, report), report);
    } catch (AnonymizationFailure refused) {
      throw WorkFailed.terminal(ProblemCode.valueOf(refused.code().name()));
    } catch (NoSuchFileException missing) {
      throw WorkFailed.terminal(ProblemCode.SOURCE_MISSING);
    } catch (InsufficientStorage full) {
      throw WorkFailed.passing(ProblemCode.INSUFFICIENT_STORAGE);
    } catch (IOException storage) {
      throw WorkFailed.passing(ProblemCode.PROCESSING_FAILED);
    }
  }

  private Blob text(Job job, AnonymizedReport report) throws IOException {
    try (BlobWrite text = vault.write(job.output(BlobKey.Role.TEXT))) {
      text.write(report.anonymizedText().getBytes(StandardCharsets.UTF_8));
      return text.commit();
    }
  }

  private static Outcome outcome(Blob artifact, Blob text, AnonymizedReport report) {
    Map<String, Integer> removed =
        report.spansByType().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().name().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    return new Outcome(
        artifact,
        Optional.of(text),
        report.meta(),
        report.examinationKind(),
        removed,
        report.residual().checked(),
        Optional.of(report.pages()),
        report.engineVersions());
  }

  /** The four stages take roughly these shares of the time. */
  private static ProgressListener listener(ProgressReporter.JobProgress progress) {
    return (stage, percent) -> {
      switch (stage) {
        case READING -> progress.reached(WorkStage.READING, percent * 30 / 100);
        case RECOGNISING -> progress.reached(WorkStage.READING, 30 + percent * 10 / 100);
        case REDACTING -> progress.reached(WorkStage.REDACTING, 40 + percent * 20 / 100);
        case CHECKING -> progress.reached(WorkStage.RE_READING, 60 + percent * 40 / 100);
      }
    };
  }
}
