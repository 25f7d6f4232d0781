package org.endoreg.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.Test;

/** No page of a large ledger is found by reading the whole of it. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class PagePlanTest {
  private static final int ROWS = 60_000;
  private static final CenterScope SCOPE =
      new CenterScope(Set.of(new CenterKey("plan-a"), new CenterKey("plan-b")));

  private final Jdbi jdbi;

  PagePlanTest(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @Test
  void everyPageComesFromAnIndex() {
    jdbi.useTransaction(
        transaction -> {
          generate(transaction);
          transaction.execute("SELECT set_config('app.center_scope', 'plan-a,plan-b', true)");
          for (JobFilter filter : filters()) {
            for (JobOrder order : JobOrder.values()) {
              assertFromIndex(transaction, filter, order, false);
              assertFromIndex(transaction, filter, order, true);
            }
          }
          transaction.rollback();
        });
  }

  private static List<JobFilter> filters() {
    JobFilter all = JobFilter.all();
    Optional<Instant> from = Optional.of(Instant.parse("2026-01-01T00:00:00Z"));
    return List.of(
        all,
        all.of(Set.of(UploadStatus.ERROR)),
        all.of(Set.of(UploadStatus.PENDING, UploadStatus.RETRYING, UploadStatus.LOST)),
        new JobFilter(
            Set.of(),
            Optional.of(MediaKind.VIDEO),
            Optional.empty(),
            Optional.of(ProblemCode.ENCODE_FAILED),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        new JobFilter(
            Set.of(UploadStatus.ANONYMIZED),
            Optional.empty(),
            Optional.of(new CenterKey("plan-b")),
            Optional.empty(),
            Optional.of("system-3"),
            from,
            Optional.empty()));
  }

  private static void assertFromIndex(
      Handle handle, JobFilter filter, JobOrder order, boolean behind) {
    Query query = handle.createQuery("EXPLAIN " + UploadJobs.pageQuery(filter, order, behind));
    if (behind) {
      query.bind("cursorId", new UUID(0x0190a1b2_0000_7000L, 0));
      if (!order.isById()) {
        query.bind("cursorValue", order == JobOrder.SIZE ? "500" : "2026-01-01T00:00:00Z");
      }
    }
    List<String> plan = filter.bind(query, SCOPE).bind("limit", 50).mapTo(String.class).list();
    assertThat(plan)
        .as("%s %s behind=%s\n%s", filter, order, behind, String.join("\n", plan))
        .noneMatch(line -> line.contains("Seq Scan on upload_job"))
        .anyMatch(line -> line.contains("Index"));
  }

  private static void generate(Handle handle) {
    handle.execute(
        """
        INSERT INTO upload_job (id, center_key, kind, media_type, content_hash, size_bytes,
            blob_key, ingest_mode, source_system, retention_policy, status, error_code,
            retryable, retry_count, next_retry_at, finished_at, created_at, updated_at,
            cleanup_status, change_number)
        SELECT gen_random_uuid(), CASE n % 2 WHEN 0 THEN 'plan-a' ELSE 'plan-b' END,
            CASE n % 3 WHEN 0 THEN 'video' ELSE 'report' END, 'application/pdf',
            md5(n::text) || md5(n::text), 1 + n % 1000, 'raw/plan/' || n, 'api',
            'system-' || n % 20, 'preserve_source', s.status,
            CASE WHEN s.status IN ('error', 'lost', 'retrying') THEN 'encode_failed' END,
            s.status = 'retrying', 1, CASE s.status WHEN 'retrying' THEN now() END,
            CASE WHEN s.status IN ('anonymized', 'error', 'lost') THEN now() END,
            now() - n * interval '1 minute', now() - n * interval '1 minute', 'pending', 0
        FROM generate_series(1, ?) AS n,
            LATERAL (SELECT (ARRAY['anonymized', 'anonymized', 'anonymized', 'anonymized',
                'anonymized', 'anonymized', 'anonymized', 'error', 'pending', 'retrying',
                'lost'])[1 + n % 11] AS status) AS s
        """,
        ROWS);
    handle.execute("ANALYZE upload_job");
  }
}
