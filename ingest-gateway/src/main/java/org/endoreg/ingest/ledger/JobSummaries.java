package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Counts jobs for the overview; every number comes from an index. */
@ApplicationScoped
public class JobSummaries {
  private static final List<Long> BOUNDS =
      List.of(10L, 30L, 60L, 300L, 900L, 3_600L, 14_400L, 86_400L);

  private final Jdbi jdbi;

  JobSummaries(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The overview of the centers in scope. */
  public JobSummary of(CenterScope scope) {
    return jdbi.withHandle(
        handle -> {
          Map<String, Map<UploadStatus, Long>> counts = counts(handle, scope);
          Map<String, Instant> waiting = waitingSince(handle, scope);
          return new JobSummary(
              total(counts),
              waiting.values().stream().min(Instant::compareTo).orElse(null),
              centers(scope, counts, waiting),
              durations(handle, scope));
        });
  }

  private static Map<String, Map<UploadStatus, Long>> counts(Handle handle, CenterScope scope) {
    return handle
        .createQuery(
            "SELECT center_key, status, count(*) AS jobs FROM upload_job"
                + " WHERE center_key = ANY(:centers) GROUP BY center_key, status")
        .bind("centers", scope.keys())
        .reduceRows(
            new TreeMap<String, Map<UploadStatus, Long>>(),
            (found, row) -> {
              found
                  .computeIfAbsent(
                      row.getColumn("center_key", String.class),
                      unused -> new EnumMap<>(UploadStatus.class))
                  .put(
                      UploadStatus.named(row.getColumn("status", String.class)),
                      row.getColumn("jobs", Long.class));
              return found;
            });
  }

  private static Map<String, Instant> waitingSince(Handle handle, CenterScope scope) {
    return handle
        .createQuery(
            """
            SELECT c.key, min(oldest.created_at) AS since
            FROM unnest(:centers) AS c (key), unnest(ARRAY['pending', 'retrying']) AS s (name),
                LATERAL (SELECT created_at FROM upload_job
                    WHERE center_key = c.key AND status = s.name ORDER BY id LIMIT 1) AS oldest
            GROUP BY c.key
            """)
        .bind("centers", scope.keys())
        .map(
            (row, context) ->
                Map.entry(
                    row.getString("key"), row.getObject("since", OffsetDateTime.class).toInstant()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<UploadStatus, Long> total(Map<String, Map<UploadStatus, Long>> counts) {
    Map<UploadStatus, Long> total = new EnumMap<>(UploadStatus.class);
    counts
        .values()
        .forEach(of -> of.forEach((status, jobs) -> total.merge(status, jobs, Long::sum)));
    return total;
  }

  private static List<JobSummary.OfCenter> centers(
      CenterScope scope,
      Map<String, Map<UploadStatus, Long>> counts,
      Map<String, Instant> waiting) {
    List<JobSummary.OfCenter> centers = new ArrayList<>();
    for (String key : scope.keys()) {
      @Nullable Instant since = waiting.get(key);
      centers.add(
          new JobSummary.OfCenter(
              new CenterKey(key),
              counts.getOrDefault(key, Map.of()),
              since,
              since == null ? null : Duration.between(since, Instant.now()).toSeconds()));
    }
    return centers;
  }

  private static List<JobSummary.Duration> durations(Handle handle, CenterScope scope) {
    Map<Integer, Long> buckets =
        handle
            .createQuery(
                """
                SELECT width_bucket(extract(epoch FROM finished_at - created_at)::float8,
                    CAST(:bounds AS float8[])) AS bucket, count(*) AS jobs
                FROM upload_job
                WHERE center_key = ANY(:centers) AND status = 'anonymized'
                    AND finished_at > now() - interval '7 days'
                GROUP BY bucket
                """)
            .bind(
                "bounds",
                BOUNDS.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")))
            .bind("centers", scope.keys())
            .map((row, context) -> Map.entry(row.getInt("bucket"), row.getLong("jobs")))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    List<JobSummary.Duration> durations = new ArrayList<>();
    for (int bucket = 0; bucket <= BOUNDS.size(); bucket++) {
      Optional<Long> bound =
          bucket < BOUNDS.size() ? Optional.of(BOUNDS.get(bucket)) : Optional.empty();
      durations.add(new JobSummary.Duration(bound.orElse(null), buckets.getOrDefault(bucket, 0L)));
    }
    return durations;
  }
}
