package org.endoreg.media.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.AnonymizationFailed;
import org.endoreg.contracts.events.MediumRegistered;
import org.endoreg.contracts.transfer.VideoRows;
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
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

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
  private final Annotations annotations;
  private final Outbox outbox;
  private final ObjectMapper json = HubJson.forEvents();

  RegistrationWorker(
      BlobVault vault, WorkQueue queue, Media media, Annotations annotations, Outbox outbox) {
    this.vault = vault;
    this.queue = queue;
    this.media = media;
    this.annotations = annotations;
    this.outbox = outbox;
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public void work(WorkItem item, LeaseWatch lease) throws WorkFailed {
    NewMedium medium = medium(item);
    Optional<VideoFacts> video = facts(medium);
    Optional<VideoRows> remarks = rows(medium);
    queue.finish(
        item,
        transaction -> {
          long mediumId = media.register(transaction, medium, video);
          remarks.ifPresent(found -> annotations.keep(transaction, mediumId, medium, found));
          outbox.append(transaction, registered(medium, mediumId));
        });
  }

  @Override
  public void giveUp(WorkItem item, ProblemCode code) {
    NewMedium medium = medium(item);
    queue.fail(item, code, transaction -> tell(transaction, medium, code));
  }

  /** A transfer is no job of the ledger: its medium is missing here, and its work item says so. */
  private void tell(Handle transaction, NewMedium medium, ProblemCode code) {
    if (!medium.cameFromNode()) {
      outbox.append(transaction, new AnonymizationFailed(medium.jobId(), medium.centerKey(), code));
    }
  }

  private Optional<VideoRows> rows(NewMedium medium) throws WorkFailed {
    @Nullable BlobKey rows = medium.rowsBlobKey();
    if (rows == null || medium.kind() != MediaKind.VIDEO) {
      return Optional.empty();
    }
    try (InputStream text = vault.stream(rows)) {
      return Optional.of(json.readValue(text, VideoRows.class));
    } catch (IOException unreadable) {
      throw WorkFailed.passing(ProblemCode.SOURCE_MISSING);
    }
  }

  private Optional<VideoFacts> facts(NewMedium medium) throws WorkFailed {
    try (SeekableByteChannel artifact = vault.open(medium.artifactBlobKey())) {
      if (artifact.size() != medium.artifactSizeBytes()) {
        throw WorkFailed.terminal(ProblemCode.INTEGRITY_MISMATCH);
      }
      return medium.kind() == MediaKind.REPORT
          ? Optional.empty()
          : Optional.of(new VideoProbe().probe(artifact));
    } catch (MediaFailure damaged) {
      throw WorkFailed.terminal(ProblemCode.INTEGRITY_MISMATCH);
    } catch (IOException unreadable) {
      throw WorkFailed.passing(ProblemCode.SOURCE_MISSING);
    }
  }

  private static MediumRegistered registered(NewMedium medium, long mediumId) {
    return new MediumRegistered(
        medium.jobId(),
        medium.centerKey(),
        medium.kind(),
        mediumId,
        medium.artifactSha256(),
        medium.pseudonym());
  }

  private NewMedium medium(WorkItem item) {
    try {
      return json.readValue(item.payload(), NewMedium.class);
    } catch (JsonProcessingException writtenByThisService) {
      throw new IllegalStateException(writtenByThisService.getOriginalMessage());
    }
  }
}
