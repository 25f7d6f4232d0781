package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.JobCursor;
import org.endoreg.ingest.ledger.JobFilter;
import org.endoreg.ingest.ledger.JobOrder;
import org.endoreg.ingest.ledger.OpenedLedger;
import org.endoreg.ingest.ledger.UploadJob;
import org.endoreg.ingest.ledger.UploadJobs;
import org.endoreg.ingest.ledger.UploadStatus;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.work.OpenedWork;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.WorkQueue;
import org.jdbi.v3.core.Jdbi;

/**
 * What a page of jobs, the status of one and a claim of work cost among millions of jobs, divided
 * by what they cost among thousands: two databases of one server, asked in turn. Afterwards the
 * server's own counters tell whether any of the queries read a table from end to end.
 */
public final class LedgerBench {
  private static final CenterScope SCOPE =
      new CenterScope(Set.of(new CenterKey("plan-a"), new CenterKey("plan-b")));
  private static final int PAGE = 50;
  private static final String QUEUE = "benchmark";

  /** Half of the work waits; of the rest some is leased, a little of it by workers that died. */
  private static final String WORK =
      """
      INSERT INTO work_item (queue, natural_key, center_key, correlation_id, payload, state,
          attempts, available_at, lease_owner, lease_expires_at, fencing_token, finished_at)
      SELECT 'benchmark', 'key-' || n, 'plan-a', gen_random_uuid(), '{}', s.state, 1,
          now() - (%1$d - n) * interval '1 second',
          CASE s.state WHEN 'leased' THEN 'worker' END,
          CASE s.state WHEN 'leased' THEN now() + interval '1 day' END, 1,
          CASE s.state WHEN 'done' THEN now() END
      FROM generate_series(1, %1$d) AS n,
          LATERAL (SELECT CASE WHEN n %% 100 = 0 THEN 'leased'
              WHEN n %% 2 = 0 THEN 'waiting' ELSE 'done' END AS state) AS s
      """;

  private static final String JOBS =
      """
      INSERT INTO upload_job (id, center_key, kind, media_type, content_hash, size_bytes,
          blob_key, ingest_mode, source_system, retention_policy, status, error_code,
          retryable, retry_count, next_retry_at, finished_at, created_at, updated_at,
          cleanup_status, change_number)
      SELECT uuidv7(- (%1$d - n) * interval '1 minute'),
          CASE n %% 2 WHEN 0 THEN 'plan-a' ELSE 'plan-b' END,
          CASE n %% 3 WHEN 0 THEN 'video' ELSE 'report' END, 'application/pdf',
          md5(n::text) || md5(n::text), 1 + n * 7919::bigint %% 1000000, 'raw/plan/' || n, 'api',
          'system-' || n %% 20, 'preserve_source', s.status,
          CASE WHEN s.status IN ('error', 'lost', 'retrying') THEN 'encode_failed' END,
          s.status = 'retrying', 1, CASE s.status WHEN 'retrying' THEN now() END,
          CASE WHEN s.status IN ('anonymized', 'error', 'lost') THEN now() END,
          now() - (%1$d - n) * interval '1 minute',
          now() - (%1$d - n) * interval '1 minute', 'pending', n
      FROM generate_series(1, %1$d) AS n,
          LATERAL (SELECT (ARRAY['anonymized', 'anonymized', 'anonymized', 'anonymized',
              'anonymized', 'anonymized', 'anonymized', 'error', 'pending', 'retrying',
              'lost'])[1 + n %% 11] AS status) AS s
      """;

  private final Side many;
  private final Side few;
  private final int times;
  private final Map<String, Figures> tookMany = new LinkedHashMap<>();
  private final Map<String, Figures> tookFew = new LinkedHashMap<>();

  private LedgerBench(Side many, Side few, int times) {
    this.many = many;
    this.few = few;
    this.times = times;
  }

  /** Runs it: {@code jobs=2000000 few=2000 times=400}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Choices choices = Choices.of(arguments);
    Path folder = choices.folder();
    try (Backing backing = new Backing(folder)) {
      Side few = Side.filled(backing.database("few", 2), choices.number("few", 2_000));
      Side many = Side.filled(backing.database("many", 2), choices.number("jobs", 2_000_000));
      LedgerBench bench = new LedgerBench(many, few, choices.number("times", 400));
      bench.run();
    }
    Loopback.delete(folder);
  }

  private void run() throws InterruptedException {
    for (int i = -times / 4; i < times; i++) {
      for (JobOrder order : JobOrder.values()) {
        int filter = Math.floorMod(i, filters().size());
        String name = "list " + order.name().toLowerCase(java.util.Locale.ROOT);
        JobFilter wanted = filters().get(filter);
        both(i, name + ", first page", (side, job) -> side.page(wanted, order, Optional.empty()));
        both(
            i,
            name + ", behind a job",
            side -> side.beforeAFullPage(wanted, order),
            (side, job) -> side.page(wanted, order, Optional.of(JobCursor.after(job, order))));
      }
      both(i, "status", Side::status);
      both(i, "claim", (side, job) -> side.claim());
      if (i == 0) {
        many.scansBefore();
      }
    }
    System.out.println("| | few, ms | many, ms | ratio of medians |\n|---|---:|---:|---:|");
    tookMany.forEach(
        (name, large) -> {
          double small = tookFew.getOrDefault(name, large).median();
          System.out.printf(
              java.util.Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f |%n",
              name,
              small,
              large.median(),
              large.median() / small);
        });
    System.out.println("tables read from end to end meanwhile: " + many.scansSince());
  }

  private void both(int round, String name, Question question) {
    both(round, name, Side::any, question);
  }

  private void both(int round, String name, Function<Side, UploadJob> choice, Question question) {
    double small = few.millis(choice.apply(few), question);
    double large = many.millis(choice.apply(many), question);
    if (round >= 0) {
      tookFew.computeIfAbsent(name, Figures::new).add(small);
      tookMany.computeIfAbsent(name, Figures::new).add(large);
    }
  }

  /** What the page of the operator can ask for. */
  private static List<JobFilter> filters() {
    JobFilter all = JobFilter.all();
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
            Optional.of(Instant.parse("2020-01-01T00:00:00Z")),
            Optional.empty()));
  }

  private interface Question {
    void ask(Side side, UploadJob job);
  }

  /** One database with its jobs and its work. */
  private static final class Side {
    private final Jdbi jdbi;
    private final UploadJobs jobs;
    private final WorkQueue work;
    private final List<UploadJob> known = new ArrayList<>();
    private final int count;
    private final SplittableRandom random = new SplittableRandom(1);
    private Map<String, Long> scans = Map.of();

    private Side(Jdbi jdbi, int count) {
      this.jdbi = jdbi;
      this.count = count;
      this.jobs = OpenedLedger.jobs(jdbi);
      this.work = OpenedWork.over(jdbi);
    }

    static Side filled(Jdbi jdbi, int count) {
      long begun = System.nanoTime();
      jdbi.useHandle(
          handle -> {
            handle.execute("SET synchronous_commit = off");
            handle.execute("SET maintenance_work_mem = '512MB'");
            // Built anew afterwards, which is faster than growing them row by row.
            List<String> indexes =
                handle
                    .createQuery(
                        """
                        SELECT indexdef FROM pg_indexes WHERE tablename = 'upload_job'
                            AND indexname NOT IN (SELECT conname FROM pg_constraint)
                        """)
                    .mapTo(String.class)
                    .list();
            handle
                .createQuery(
                    """
                    SELECT 'DROP INDEX ' || indexname FROM pg_indexes
                    WHERE tablename = 'upload_job'
                        AND indexname NOT IN (SELECT conname FROM pg_constraint)
                    """)
                .mapTo(String.class)
                .list()
                .forEach(handle::execute);
            handle.execute(JOBS.formatted(count));
            indexes.forEach(handle::execute);
            handle.execute(WORK.formatted(count));
            handle.execute("VACUUM ANALYZE upload_job");
            handle.execute("VACUUM ANALYZE work_item");
            handle.execute("RESET synchronous_commit");
          });
      Side side = new Side(jdbi, count);
      side.learn(count);
      System.out.printf(
          "%d jobs filled in %d s%n", count, (System.nanoTime() - begun) / 1_000_000_000);
      return side;
    }

    /** Some jobs from all over the table to ask for. */
    private void learn(int count) {
      List<UUID> ids =
          jdbi.withHandle(
              handle ->
                  handle
                      .createQuery(
                          "SELECT id FROM upload_job WHERE change_number % :step = 0 LIMIT 500")
                      .bind("step", Math.max(1, count / 500))
                      .mapTo(UUID.class)
                      .list());
      ids.forEach(id -> known.add(jobs.find(SCOPE, id).orElseThrow()));
    }

    double millis(UploadJob job, Question question) {
      long begun = System.nanoTime();
      question.ask(this, job);
      return (System.nanoTime() - begun) / 1e6;
    }

    private UploadJob any() {
      return known.get(random.nextInt(known.size()));
    }

    /**
     * A job with a whole page behind it: half a page of the small table would be compared with a
     * whole one of the large.
     */
    UploadJob beforeAFullPage(JobFilter filter, JobOrder order) {
      UploadJob job = any();
      for (int tries = 0; isSmall() && tries < 200 && !hasPageBehind(job, filter, order); tries++) {
        job = any();
      }
      return job;
    }

    /** The large table has pages enough; looking would bring its page into memory. */
    private boolean isSmall() {
      return count < 100_000;
    }

    private boolean hasPageBehind(UploadJob job, JobFilter filter, JobOrder order) {
      return page(filter, order, Optional.of(JobCursor.after(job, order))) == PAGE;
    }

    int page(JobFilter filter, JobOrder order, Optional<JobCursor> cursor) {
      return jobs.page(SCOPE, filter, order, cursor, PAGE).size();
    }

    void status(UploadJob job) {
      UploadJob unused = jobs.find(SCOPE, job.id()).orElseThrow();
    }

    void claim() {
      WorkItem unused = work.claim(QUEUE, "benchmark").orElseThrow();
    }

    void scansBefore() throws InterruptedException {
      scans = scans();
    }

    Map<String, Long> scansSince() throws InterruptedException {
      Map<String, Long> since = new LinkedHashMap<>();
      scans().forEach((table, count) -> since.put(table, count - scans.getOrDefault(table, 0L)));
      return since;
    }

    /** Sessions tell their counters about once a second. */
    private Map<String, Long> scans() throws InterruptedException {
      Thread.sleep(2_500);
      jobs.find(SCOPE, any().id());
      Thread.sleep(2_500);
      return jdbi.withHandle(
          handle ->
              handle
                  .createQuery(
                      """
                      SELECT relname, seq_scan FROM pg_stat_user_tables
                      WHERE relname IN ('upload_job', 'work_item') ORDER BY relname
                      """)
                  .reduceRows(
                      new LinkedHashMap<String, Long>(),
                      (found, row) -> {
                        found.put(
                            row.getColumn("relname", String.class),
                            row.getColumn("seq_scan", Long.class));
                        return found;
                      }));
    }
  }
}
