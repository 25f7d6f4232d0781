package org.endoreg.anonymizer.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.endoreg.anonymizer.video.AnonymizedVideo;
import org.endoreg.anonymizer.video.ProcessorProfile;
import org.endoreg.anonymizer.video.ProcessorProfiles;
import org.endoreg.anonymizer.video.VideoAnonymizer;
import org.endoreg.anonymizer.video.VideoProgress;
import org.endoreg.anonymizer.video.VideoRefused;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.contracts.events.WorkStage;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.blob.InsufficientStorage;
import org.endoreg.platform.blob.ScratchFile;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.work.LeaseLost;
import org.endoreg.platform.work.LeaseWatch;
import org.endoreg.platform.work.PlannedRetry;
import org.endoreg.platform.work.WorkCancelled;
import org.endoreg.platform.work.WorkFailed;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.Worker;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Anonymizes one video: raw blob in, masked H.264 file out by way of an encrypted scratch file. */
@ApplicationScoped
class VideoWorker implements Worker {
  private static final int COPY_BYTES = 65_536;

  private final BlobVault vault;
  private final WorkerTools tools;
  private final SignedOffMedium signedOff;
  private final Publication publication;
  private final ProgressReporter progress;
  private final AnonymizerSettings settings;
  private final Path scratchFolder;
  private final ProcessorProfiles profiles = ProcessorProfiles.bundled();

  VideoWorker(
      BlobVault vault,
      WorkerTools tools,
      SignedOffMedium signedOff,
      Publication publication,
      ProgressReporter progress,
      AnonymizerSettings settings,
      HubSettings hub) {
    this.vault = vault;
    this.tools = tools;
    this.signedOff = signedOff;
    this.publication = publication;
    this.progress = progress;
    this.settings = settings;
    this.scratchFolder = hub.blobs().dir().resolve(".scratch");
  }

  @Override
  public String queue() {
    return "video";
  }

  @Override
  public void work(WorkItem item, LeaseWatch lease) throws WorkFailed {
    Instant begun = Instant.now();
    Job job = Job.of(item);
    publication.started(job);
    @Nullable BlobKey sidecar = job.accepted().sidecarBlobKey();
    if (sidecar != null) {
      publication.completed(job, signedOff.take(job, sidecar, lease), begun);
      return;
    }
    anonymize(job, lease, begun);
  }

  private void anonymize(Job job, LeaseWatch lease, Instant begun) throws WorkFailed {
    try (SeekableByteChannel source = vault.open(job.accepted().blobKey());
        ScratchFile scratch = ScratchFile.in(scratchFolder)) {
      AnonymizedVideo video = anonymize(job, source, scratch, lease);
      publication.completed(job, outcome(store(job, scratch), video), begun);
    } catch (NoSuchFileException missing) {
      throw WorkFailed.terminal(ProblemCode.SOURCE_MISSING);
    } catch (InsufficientStorage full) {
      throw WorkFailed.passing(ProblemCode.INSUFFICIENT_STORAGE);
    } catch (IOException storage) {
      throw WorkFailed.passing(ProblemCode.PROCESSING_FAILED);
    }
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

  private AnonymizedVideo anonymize(
      Job job, SeekableByteChannel source, ScratchFile scratch, LeaseWatch lease)
      throws WorkFailed, IOException {
    UploadJobAccepted accepted = job.accepted();
    VideoAnonymizer anonymizer =
        new VideoAnonymizer(tools.ocr(), tools.recognition(), settings.videoThreads());
    try {
      return anonymizer.anonymize(
          source, scratch, profile(accepted.centerKey()), watch(progress.on(job), lease));
    } catch (VideoRefused refused) {
      if (lease.isLost()) {
        throw new LeaseLost(job.item());
      }
      if (lease.isCancelled()) {
        throw new WorkCancelled(job.item());
      }
      throw WorkFailed.terminal(refused.code());
    }
  }

  private ProcessorProfile profile(CenterKey center) throws WorkFailed {
    String name = settings.processors().getOrDefault(center.value(), settings.defaultProcessor());
    return profiles.named(name).orElseThrow(() -> WorkFailed.terminal(ProblemCode.ROI_UNRESOLVED));
  }

  private Blob store(Job job, ScratchFile scratch) throws IOException {
    scratch.position(0);
    ByteBuffer piece = ByteBuffer.allocate(COPY_BYTES);
    try (BlobWrite artifact = vault.write(job.output(BlobKey.Role.PROCESSED))) {
      while (scratch.read(piece.clear()) >= 0) {
        artifact.write(piece.array(), 0, piece.position());
      }
      return artifact.commit();
    }
  }

  private static Outcome outcome(Blob artifact, AnonymizedVideo video) {
    return new Outcome(
        artifact,
        Optional.empty(),
        video.meta(),
        video.examinationName(),
        video.removedByType(),
        video.residualChecked(),
        Optional.empty(),
        List.of(video.encoder()));
  }

  private static VideoProgress watch(ProgressReporter.JobProgress progress, LeaseWatch lease) {
    return new VideoProgress() {
      @Override
      public void encoded(int percent) {
        progress.reached(WorkStage.ENCODING, 5 + percent * 70 / 100);
      }

      @Override
      public void checked(int percent) {
        progress.reached(WorkStage.RE_READING, 75 + percent * 25 / 100);
      }

      @Override
      public boolean cancelled() {
        return lease.mustStop();
      }
    };
  }
}
