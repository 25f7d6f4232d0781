package org.endoreg.media.registration;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;
import org.endoreg.contracts.BlobKey;
import org.endoreg.ffmpeg.Timeline;
import org.endoreg.ffmpeg.VideoFacts;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Writes media rows. The natural keys (job; center, source and the node of a separate record) make
 * a repeated registration find the first one.
 */
@ApplicationScoped
class Media {

  /** The id of the medium, new or known. */
  long register(Handle transaction, NewMedium medium, Optional<VideoFacts> video) {
    Optional<Long> written =
        insert(transaction, medium, video).or(() -> correct(transaction, medium, video));
    if (written.isEmpty()) {
      return known(transaction, medium);
    }
    long id = written.orElseThrow();
    video.ifPresent(facts -> keepTimeline(transaction, id, facts.timeline()));
    return id;
  }

  /**
   * A node that sends a resource once more corrects what it sent, and nobody else's, unless an
   * operator decided that it takes over what another node had sent.
   */
  private static Optional<Long> correct(
      Handle transaction, NewMedium medium, Optional<VideoFacts> video) {
    @Nullable BlobKey text = medium.textBlobKey();
    return transaction
        .createQuery(
            """
            UPDATE medium SET job_id = :job, artifact_blob_key = :artifact,
                artifact_sha256 = :artifactHash, artifact_size_bytes = :artifactSize,
                text_blob_key = :text, codec = :codec, width = :width, height = :height,
                fps = :fps, duration_seconds = :duration, frame_count = :frames,
                variable_rate = :variable, source_node_key = :node
            WHERE center_key = :center AND source_sha256 = :source
                AND (source_node_key = :node OR (:supersedes AND source_node_key IS NOT NULL))
                AND separate_node IS NOT DISTINCT FROM :separate
                AND artifact_sha256 <> :artifactHash
            RETURNING id
            """)
        .bind("job", medium.jobId())
        .bind("artifact", medium.artifactBlobKey().value())
        .bind("artifactHash", medium.artifactSha256().value())
        .bind("artifactSize", medium.artifactSizeBytes())
        .bind("text", text == null ? null : text.value())
        .bind("codec", video.map(VideoFacts::codec).orElse(null))
        .bind("width", video.map(VideoFacts::width).orElse(null))
        .bind("height", video.map(VideoFacts::height).orElse(null))
        .bind("fps", video.map(VideoFacts::measuredRate).orElse(null))
        .bind("duration", video.map(VideoFacts::durationSeconds).orElse(null))
        .bind("frames", video.map(VideoFacts::frameCount).orElse(null))
        .bind("variable", video.map(facts -> facts.timeline().variableRate()).orElse(null))
        .bind("center", medium.centerKey().value())
        .bind("source", medium.sourceSha256().value())
        .bind("node", medium.sourceNodeKey())
        .bind("supersedes", medium.supersedes())
        .bind("separate", medium.separateNode())
        .mapTo(Long.class)
        .findOne();
  }

  private static Optional<Long> insert(
      Handle transaction, NewMedium medium, Optional<VideoFacts> video) {
    Update insert =
        transaction.createUpdate(
            """
            INSERT INTO medium (job_id, center_key, kind, source_sha256, raw_blob_key,
                artifact_blob_key, artifact_sha256, artifact_size_bytes, text_blob_key, pages,
                codec, width, height, fps, duration_seconds, frame_count, variable_rate,
                source_node_key, separate_node)
            VALUES (:job, :center, :kind, :source, :raw, :artifact, :artifactHash, :artifactSize,
                :text, :pages, :codec, :width, :height, :fps, :duration, :frames, :variable, :node,
                :separate)
            ON CONFLICT DO NOTHING
            """);
    @Nullable BlobKey text = medium.textBlobKey();
    @Nullable BlobKey raw = medium.rawBlobKey();
    return insert
        .bind("job", medium.jobId())
        .bind("center", medium.centerKey().value())
        .bind("kind", medium.kind().wireName())
        .bind("source", medium.sourceSha256().value())
        .bind("raw", raw == null ? null : raw.value())
        .bind("node", medium.sourceNodeKey())
        .bind("separate", medium.separateNode())
        .bind("artifact", medium.artifactBlobKey().value())
        .bind("artifactHash", medium.artifactSha256().value())
        .bind("artifactSize", medium.artifactSizeBytes())
        .bind("text", text == null ? null : text.value())
        .bind("pages", medium.pages())
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

  private static long known(Handle transaction, NewMedium medium) {
    return transaction
        .createQuery(
            """
            SELECT id FROM medium
            WHERE job_id = :job OR (center_key = :center AND source_sha256 = :source
                AND separate_node IS NOT DISTINCT FROM :separate)
            """)
        .bind("job", medium.jobId())
        .bind("separate", medium.separateNode())
        .bind("center", medium.centerKey().value())
        .bind("source", medium.sourceSha256().value())
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
            ON CONFLICT (medium_id) DO UPDATE SET time_base_num = excluded.time_base_num,
                time_base_den = excluded.time_base_den, pts = excluded.pts,
                keyframes = excluded.keyframes, last_duration = excluded.last_duration,
                repaired = excluded.repaired
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
