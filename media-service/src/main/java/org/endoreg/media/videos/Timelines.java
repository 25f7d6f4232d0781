package org.endoreg.media.videos;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.endoreg.ffmpeg.TimeBase;
import org.endoreg.ffmpeg.Timeline;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Jdbi;

/** The timelines kept at registration. The caller has already found the video within its scope. */
@ApplicationScoped
class Timelines {
  private final Jdbi jdbi;

  Timelines(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Optional<Timeline> of(CenterScope scope, long mediumId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT t.* FROM video_timeline t JOIN medium m ON m.id = t.medium_id
                    WHERE t.medium_id = :id AND m.center_key = ANY(:centers)
                    """)
                .bind("id", mediumId)
                .bind("centers", scope.keys())
                .map((row, context) -> timeline(row))
                .findOne());
  }

  private static Timeline timeline(ResultSet row) throws SQLException {
    Long[] pts = (Long[]) row.getArray("pts").getArray();
    Integer[] keyframes = (Integer[]) row.getArray("keyframes").getArray();
    return Timeline.of(
        new TimeBase(row.getInt("time_base_num"), row.getInt("time_base_den")),
        Arrays.stream(pts).mapToLong(Long::longValue).toArray(),
        Arrays.stream(keyframes).mapToInt(Integer::intValue).toArray(),
        row.getLong("last_duration"),
        row.getBoolean("repaired"));
  }
}
