package org.endoreg.media.registration;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.ffmpeg.Timeline;
import org.endoreg.ffmpeg.VideoFacts;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Writes media rows. The natural keys (job; center and source) make a repeated registration find
 * the first one.
 */
@ApplicationScoped
class Media {

  /** The id of the medium, new or known. */
  long register(Handle transaction, AnonymizationCompleted completed, Optional<VideoFacts> video) {
    Optional<Long> created = insert(transaction, completed, video);
    if (created.isEmpty()) {
      return known(transaction, completed);
    }
    long id = created.orElseThrow();
    video.ifPresent(facts -> keepTimeline(transaction, id, facts.timeline()));
    return id;
  }

  private static Optional<Long> insert(
      Handle transaction, AnonymizationCompleted completed, Optional<VideoFacts> video) {
    Update insert =
        transaction.createUpdate(
            """
            INSERT INTO medium (job_id, center_key, kind, source_sha256, raw_blob_key,
                artifact_blob_key, artifact_sha256, artifact_size_bytes, text_blob_key, pages,
                codec, width, height, fps, duration_seconds, frame_count, variable_rate)
            VALUES (:job, :center, :kind, :source, :raw, :artifact, :artifactHash, :artifactSize,
                :text, :pages, :codec, :width, :height, :fps, :duration, :frames, :variable)
            ON CONFLICT DO NOTHING
            """);
    @Nullable BlobKey text = completed.textBlobKey();
    return insert
        .bind("job", completed.jobId())
        .bind("center", completed.centerKey().value())
        .bind("kind", completed.kind().wireName())
        .bind("source", completed.sourceSha256().value())
        .bind("raw", completed.rawBlobKey().value())
        .bind("artifact", completed.artifactBlobKey().value())
        .bind("artifactHash", completed.artifactSha256().value())
        .bind("artifactSize", completed.artifactSizeBytes())
        .bind("text", text == null ? null : text.value())
        .bind("pages", completed.pages())
        .bind("codec", video.map(VideoFacts::codec).orElse(null))
        .bind("width", video.map(VideoFacts::width).orElse(null))
        .bind("height", video.map(VideoFacts::height).orElse(null))
        .bind("fps", video.map(VideoFacts::measuredRate).orElse(null))
        .bind("duration", video.map(VideoFacts::durationSeconds).orElse(null))
        .bind("frames", video.map(VideoFacts::frameCount).orElse(null))
        .bind("variable", video.map(facts -> facts.timeline().variableRate()).orElse(null))
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .findOne();
  }

  private static long known(Handle transaction, AnonymizationCompleted completed) {
    return transaction
        .createQuery(
            """
            SELECT id FROM medium
            WHERE job_id = :job OR (center_key = :center AND source_sha256 = :source)
            """)
        .bind("job", completed.jobId())
        .bind("center", completed.centerKey().value())
        .bind("source", completed.sourceSha256().value())
        .mapTo(Long.class)
        .one();
  }

  private static void keepTimeline(Handle transaction, long id, Timeline timeline) {
    int last = timeline.frameCount() - 1;
    transaction
        .createUpdate(
            """
            INSERT INTO video_timeline (medium_id, time_base_num, time_base_den, pts, keyframes,
                last_duration, repaired)
            VALUES (:id, :num, :den, :pts, :keyframes, :last, :repaired)
            """)
        .bind("id", id)
        .bind("num", timeline.timeBase().num())
        .bind("den", timeline.timeBase().den())
        .bindArray("pts", Long.class, Arrays.stream(timeline.ptsArray()).boxed().toList())
        .bindArray("keyframes", Integer.class, Arrays.stream(timeline.keyframes()).boxed().toList())
        .bind("last", timeline.duration(last))
        .bind("repaired", timeline.repaired())
        .execute();
  }
}
