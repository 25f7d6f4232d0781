package org.endoreg.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.ingest.ledger.IngestMode;
import org.endoreg.ingest.ledger.Ledger;
import org.endoreg.ingest.ledger.OpenedLedger;
import org.endoreg.ingest.ledger.Submission;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.FileObjectStore;
import org.endoreg.platform.events.BrokerSettings;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.OpenedEvents;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.platform.outbox.OpenedOutbox;
import org.jdbi.v3.core.Jdbi;

/**
 * Accepting a job: the gateway's own ledger in this process, over its connection pool, against
 * pgbench that writes the same job row and outbox row in one transaction with as many clients. In
 * process, because no route accepts a job without receiving a file, and the file would be measured.
 * Then the time from when a job was due until it was accepted, at a steady rate.
 */
public final class AcceptBench {
  private static final CenterKey CENTER = new CenterKey("local");
  private static final CenterScope SCOPE = CenterScope.of(CENTER);
  private static final int WARM_UP = 4;

  /** Job and outbox row as the ledger writes them; the audit entry is the ledger's extra. */
  private static final String SCRIPT =
      """
      BEGIN;
      INSERT INTO upload_job (id, center_key, kind, media_type, content_hash, size_bytes, blob_key,
          ingest_mode, storage_tier, source_system, idempotency_key, retention_policy, created_by,
          status, change_number)
          SELECT id, 'local', 'video', 'video/mp4', replace(id::text || id::text, '-', ''), 1048576,
              'raw/local/' || id, 'api', 'upload_api', 'benchmark', '', 'preserve_source', 'system',
              'pending', nextval('upload_job_change')
          FROM (SELECT uuidv7() AS id) AS new ON CONFLICT DO NOTHING;
      INSERT INTO outbox (event_id, topic, record_key, record)
          VALUES (uuidv7(), 'upload-job.events.v1', uuidv7()::text, repeat('x', 700));
      COMMIT;
      """;

  private final Backing backing;
  private final Jdbi jdbi;
  private final Ledger ledger;
  private final int clients;
  private final SecureRandom random = new SecureRandom();

  private AcceptBench(Backing backing, Jdbi jdbi, Ledger ledger, int clients) {
    this.backing = backing;
    this.jdbi = jdbi;
    this.ledger = ledger;
    this.clients = clients;
  }

  /** Runs it: {@code pairs=5 jobs=6000 clients=12 rate=500 seconds=30}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Choices choices = Choices.of(arguments);
    Path folder = choices.folder();
    int clients = choices.number("clients", 12);
    try (Backing backing = new Backing(folder)) {
      Jdbi jdbi = backing.database("accept", clients);
      SimpleMeterRegistry metrics = new SimpleMeterRegistry();
      // Never started: the relay has its own measurement.
      OpenedOutbox outbox =
          new OpenedOutbox(
              jdbi, OpenedEvents.producer(BrokerSettings.plain("127.0.0.1:1")), metrics);
      Ledger ledger = OpenedLedger.over(vault(folder), outbox.outbox(), metrics);
      AcceptBench bench = new AcceptBench(backing, jdbi, ledger, clients);
      bench.throughput(choices.number("pairs", 5), choices.number("jobs", 6_000), folder);
      bench.steady(choices.number("rate", 500), choices.number("seconds", 30));
    }
    Loopback.delete(folder);
  }

  private static BlobVault vault(Path folder) throws IOException {
    Path keys =
        Files.createDirectory(
            folder.resolve("keys"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new BlobVault(
        new FileObjectStore(folder.resolve("blobs"), 0, path -> Long.MAX_VALUE),
        Keyring.open(keys).blobs());
  }

  /** Counted in processor seconds, too: on shared cores the clock says little. */
  private void throughput(int pairs, int jobs, Path folder)
      throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("accept.sql"), SCRIPT);
    Rounds own = new Rounds("ledger", "jobs", jobs);
    Rounds peer = new Rounds("pgbench", "jobs", jobs);
    List<ProcessHandle> database = List.of(backing.database());
    List<ProcessHandle> both = List.of(backing.database(), ProcessHandle.current());
    for (int i = -WARM_UP; i < pairs; i++) {
      own.take(i, () -> Usage.cpuSeconds(both), () -> acceptAll(jobs));
      peer.take(
          i,
          () -> Usage.cpuSeconds(database) + Usage.endedChildrenCpuSeconds(),
          () -> pgbench(script, jobs, folder));
    }
    System.out.println(Figures.head());
    own.against(peer).forEach(System.out::println);
  }

  private void acceptAll(int jobs) throws InterruptedException {
    AtomicLong next = new AtomicLong();
    Clients.start(
            clients,
            () -> {
              while (next.getAndIncrement() < jobs) {
                accept();
              }
            })
        .await();
  }

  private void accept() {
    Submission submission = submission();
    jdbi.useTransaction(transaction -> ledger.accept(transaction, SCOPE, submission));
  }

  private Submission submission() {
    byte[] digest = new byte[32];
    random.nextBytes(digest);
    BlobKey key = BlobKey.of(BlobKey.Role.RAW, CENTER, Envelopes.newId());
    return new Submission(
        CENTER,
        MediaKind.VIDEO,
        "video/mp4",
        new Blob(key, new Sha256(HexFormat.of().formatHex(digest)), 1 << 20),
        IngestMode.API,
        "benchmark",
        "");
  }

  private void pgbench(Path script, int jobs, Path folder)
      throws IOException, InterruptedException {
    Path answer = folder.resolve("pgbench.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                "pgbench",
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=2",
                "--transactions=" + jobs / clients,
                "--file=" + script,
                "--host=127.0.0.1",
                "--port=" + backing.port(),
                "--username=accept",
                "accept")
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile());
    builder.environment().put("PGPASSWORD", Backing.SECRET);
    builder.environment().put("PGOPTIONS", "-c app.center_scope=*");
    if (builder.start().waitFor() != 0) {
      throw new IllegalStateException(Files.readString(answer));
    }
  }

  /** Each job is due at a fixed time, however long the ones before take, and is timed from then. */
  private void steady(int rate, int seconds) throws InterruptedException {
    Histogram micros = new ConcurrentHistogram(3);
    AtomicLong next = new AtomicLong();
    long jobs = (long) rate * seconds;
    long interval = 1_000_000_000L / rate;
    long begun = System.nanoTime();
    Clients.start(
            clients,
            () -> {
              for (long job = next.getAndIncrement(); job < jobs; job = next.getAndIncrement()) {
                long due = begun + job * interval;
                LockSupport.parkNanos(due - System.nanoTime());
                accept();
                micros.recordValue((System.nanoTime() - due) / 1_000);
              }
            })
        .await();
    System.out.printf(
        Locale.ROOT,
        "%d/s for %d s from when each was due: median %.1f ms, p99 %.1f ms, p99.9 %.1f ms,"
            + " largest %.1f ms%n",
        rate,
        seconds,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getMaxValue() / 1e3);
  }

  /** Threads that do the same; the first failure of one is told. */
  private record Clients(List<Thread> threads, CountDownLatch failed) {
    static Clients start(int count, Runnable work) {
      CountDownLatch failed = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Thread thread = new Thread(work, "client-" + i);
        thread.setUncaughtExceptionHandler(
            (dead, cause) -> {
              cause.printStackTrace();
              failed.countDown();
            });
        threads.add(thread);
        thread.start();
      }
      return new Clients(threads, failed);
    }

    void await() throws InterruptedException {
      for (Thread thread : threads) {
        thread.join();
      }
      if (failed.getCount() == 0) {
        throw new IllegalStateException("a client failed");
      }
    }
  }
}
