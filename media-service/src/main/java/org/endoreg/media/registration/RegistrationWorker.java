package org.endoreg.media.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.AnonymizationFailed;
import org.endoreg.contracts.events.MediumRegistered;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.VideoFacts;
import org.endoreg.ffmpeg.VideoProbe;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.json.HubJson;
import org.endoreg.platform.outbox.Outbox;
import org.endoreg.platform.work.LeaseWatch;
import org.endoreg.platform.work.WorkFailed;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.platform.work.Worker;

/**
 * Registers one artifact: opens it, probes a video's timeline, then row, timeline and event in one
 * fenced transaction.
 */
@ApplicationScoped
class RegistrationWorker implements Worker {
  static final String QUEUE = "registration";

  private final BlobVault vault;
  private final WorkQueue queue;
  private final Media media;
  private final Outbox outbox;
  private final ObjectMapper json = HubJson.forEvents();

  RegistrationWorker(BlobVault vault, WorkQueue queue, Media media, Outbox outbox) {
    this.vault = vault;
    this.queue = queue;
    this.media = media;
    this.outbox = outbox;
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public void work(WorkItem item, LeaseWatch lease) throws WorkFailed {
    AnonymizationCompleted completed = completed(item);
    Optional<VideoFacts> video = facts(completed);
    queue.finish(
        item,
        transaction -> {
          long mediumId = media.register(transaction, completed, video);
          outbox.append(transaction, registered(completed, mediumId));
        });
  }

  @Override
  public void giveUp(WorkItem item, ProblemCode code) {
    AnonymizationCompleted completed = completed(item);
    AnonymizationFailed failed =
        new AnonymizationFailed(completed.jobId(), completed.centerKey(), code);
    queue.fail(item, code, transaction -> outbox.append(transaction, failed));
  }

  private Optional<VideoFacts> facts(AnonymizationCompleted completed) throws WorkFailed {
    try (SeekableByteChannel artifact = vault.open(completed.artifactBlobKey())) {
      if (artifact.size() != completed.artifactSizeBytes()) {
        throw WorkFailed.terminal(ProblemCode.INTEGRITY_MISMATCH);
      }
      return completed.kind() == MediaKind.REPORT
          ? Optional.empty()
          : Optional.of(new VideoProbe().probe(artifact));
    } catch (MediaFailure damaged) {
      throw WorkFailed.terminal(ProblemCode.INTEGRITY_MISMATCH);
    } catch (IOException unreadable) {
      throw WorkFailed.passing(ProblemCode.SOURCE_MISSING);
    }
  }

  private static MediumRegistered registered(AnonymizationCompleted completed, long mediumId) {
    return new MediumRegistered(
        completed.jobId(),
        completed.centerKey(),
        completed.kind(),
        mediumId,
        completed.artifactSha256(),
        completed.pseudonym());
  }

  private AnonymizationCompleted completed(WorkItem item) {
    try {
      return json.readValue(item.payload(), AnonymizationCompleted.class);
    } catch (JsonProcessingException writtenByThisService) {
      throw new IllegalStateException(writtenByThisService.getOriginalMessage());
    }
  }
}
