package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;
import org.endoreg.backing.Postgres;
import org.endoreg.contracts.BlobKey;
import org.endoreg.journeys.SuiteProcess.Finished;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.FileObjectStore;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSamples;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.SuiteState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A backup of a busy suite becomes a suite again: the same rows, every blob, a sound audit chain,
 * and the jobs that were on their way get through. What is looked at here is looked at without the
 * backup's own code.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(RunningDemo.NAME)
@Order(3)
class RestoreDrillTest {
  private static final Path CACHE = Path.of(System.getProperty("hub.root", "."), ".cache");
  private static final int MOST_UPLOADS = 12;

  /** Tables whose rows never change once they are there. */
  private static final Map<String, List<String>> SETTLED =
      Map.of(
          "ingest_gateway", List.of("audit_entry", "flyway_schema_history", "inbox"),
          "anonymizer", List.of("sensitive_meta", "anonymization_history", "inbox"),
          "media", List.of("medium", "video_timeline"),
          "knowledge_base", List.of("kb_definition", "kb_link", "medium_link", "patient"),
          "transfer_hub", List.of("flyway_schema_history"));

  private final SuiteProcess suite = RunningDemo.suite();
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicBoolean uploading = new AtomicBoolean(true);
  private Path backup = Path.of("");
  private Map<String, Set<String>> rowsBefore = Map.of();

  @BeforeAll
  void backUpWhileFilesComeIn() throws Exception {
    Path folder = Files.createTempDirectory("endoreg-drill");
    backup = folder.resolve("backup");
    Thread load = new Thread(this::keepBusy, "load");
    load.start();
    await().atMost(Duration.ofMinutes(1)).until(() -> unfinished() > 0);
    rowsBefore = settledRows(livePostgres());
    Finished made =
        SuiteProcess.run("backup", backup.toString(), "--data", suite.data().toString());
    uploading.set(false);
    load.join();
    assertThat(made.output()).contains("✔ backup of").contains("keep them apart");
    assertThat(made.exitCode()).isZero();
  }

  @Test
  @Scenario("A91")
  void aRestoredSuiteHoldsTheSameRowsAndFinishesWhatWasOnItsWay() throws Exception {
    Path data = backup.resolveSibling("restored");
    Finished restored = restore(data);
    assertThat(restored.output()).contains("✔ restored as of");
    assertThat(restored.exitCode()).isZero();
    assertThat(restore(data).output()).contains("is not empty");

    int jobs = lookBeforeTheStart(data);

    try (SuiteProcess again = startLookingForLosses(data)) {
      again.awaitLine("Ready after", Duration.ofMinutes(8));
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> again.client().jobs().stream().allMatch(JobRow::isFinished));
      assertThat(again.client().jobs())
          .hasSize(jobs)
          .filteredOn(job -> job.status().equals("lost"))
          .isEmpty();
      assertThat(again.client().jobs()).filteredOn(job -> ofThisTest(job)).isNotEmpty();
      everyAuditChainIsSound(again);
      everyBlobOpensAndIsTheOneItsRowTells(again);
      nothingWaitsInAnyOutbox(again);
      withoutItsMediaEveryJobIsLostAndNothingIsRepaired(again);
    }
  }

  private static SuiteProcess startLookingForLosses(Path data) throws IOException {
    Map<String, String> settings =
        Map.of("ENDOREG_INTEGRITY_EVERY", "1s", "ENDOREG_INTEGRITY_ACCEPT_MASS_LOSS", "true");
    return SuiteProcess.start("up", data, settings, "--centers", "local,north", "--settle", "1");
  }

  /** As if the databases alone had come back from the backup. */
  private static void withoutItsMediaEveryJobIsLostAndNothingIsRepaired(SuiteProcess again)
      throws Exception {
    Path blobs = again.data().resolve("blobs");
    int jobs = again.client().jobs().size();
    for (String kind : List.of("raw", "processed")) {
      removeFilesBelow(blobs.resolve(kind));
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> again.client().jobs().stream().allMatch(RestoreDrillTest::isLostOrFailed));
    assertThat(again.client().jobs())
        .hasSize(jobs)
        .filteredOn(job -> job.status().equals("lost"))
        .isNotEmpty();
    Finished doctor = SuiteProcess.run("doctor", "--data", again.data().toString());
    assertThat(doctor.exitCode()).isEqualTo(1);
    assertThat(doctor.output()).contains("✘ jobs").contains(" lost, ");
    try (Stream<Path> files = Files.walk(blobs.resolve("processed"))) {
      assertThat(files.filter(Files::isRegularFile)).as("nothing is made anew").isEmpty();
    }
  }

  private static boolean isLostOrFailed(JobRow job) {
    return job.status().equals("lost") || job.status().equals("error");
  }

  private static void removeFilesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  @Scenario("A91")
  void aBlobThatIsGoneIsToldAndNothingIsGuessed() throws Exception {
    Path copy = backup.resolveSibling("damaged");
    copyTree(backup, copy);
    Path blob = anyFileBelow(copy.resolve("blobs/processed"));
    Files.delete(blob);
    Finished restored =
        SuiteProcess.run(
            "restore", copy.toString(), "--data", backup.resolveSibling("gap").toString());
    assertThat(restored.exitCode()).isEqualTo(3);
    assertThat(restored.output())
        .contains("1 blobs are missing from the backup")
        .contains(blob.getFileName().toString())
        .contains("media.public.medium.artifact_blob_key");
  }

  @Test
  void aFlippedBitIsNamedAndStopsTheRestore() throws Exception {
    Path copy = backup.resolveSibling("flipped");
    copyTree(backup, copy);
    Path table = anyFileBelow(copy.resolve("database/data/base"));
    byte[] bytes = Files.readAllBytes(table);
    bytes[bytes.length / 2] ^= 1;
    Files.write(table, bytes);
    Path data = backup.resolveSibling("never");
    Finished refused = SuiteProcess.run("restore", copy.toString(), "--data", data.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains(copy.relativize(table).toString() + " was changed");
    assertThat(data).doesNotExist();
  }

  private boolean ofThisTest(JobRow job) {
    return job.center().equals("north") && job.kind().equals("report");
  }

  private Finished restore(Path data) throws Exception {
    return SuiteProcess.run("restore", backup.toString(), "--data", data.toString());
  }

  /** Uploads one report after the other, so that some are always on their way. */
  private void keepBusy() {
    for (int i = 0; i < MOST_UPLOADS && uploading.get(); i++) {
      try {
        Path report = Files.createTempFile("drill", ".pdf");
        Files.write(
            report,
            new ReportSamples(System.nanoTime())
                .write(ExaminationKind.GASTROSCOPY, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL)
                .pdf());
        suite.client().upload(report, "north");
        while (uploading.get() && unfinished() > 1) {
          Thread.sleep(200);
        }
      } catch (IOException failed) {
        throw new java.io.UncheckedIOException(failed);
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private long unfinished() {
    return suite.client().jobs().stream().filter(job -> !job.isFinished()).count();
  }

  /** Compares rows with a server of the test's own; returns how many jobs there are. */
  private int lookBeforeTheStart(Path data) throws Exception {
    Postgres postgres = new Postgres(data.resolve("postgres"), CACHE, Ports.free());
    Process process = postgres.start();
    try {
      Map<String, Set<String>> rows = settledRows(postgres);
      rowsBefore.forEach((table, before) -> assertThat(rows.get(table)).containsAll(before));
      assertThat(
              number(
                  postgres,
                  "ingest_gateway",
                  "SELECT count(*) FROM upload_job WHERE finished_at IS NULL"))
          .as("jobs on their way at the backup")
          .isPositive();
      return (int) number(postgres, "ingest_gateway", "SELECT count(*) FROM upload_job");
    } finally {
      Postgres.stopCleanly(process);
    }
  }

  private Postgres livePostgres() throws IOException {
    return postgres(suite);
  }

  private static Postgres postgres(SuiteProcess of) throws IOException {
    return new Postgres(of.data().resolve("postgres"), CACHE, of.part("postgresql").port());
  }

  private static Map<String, Set<String>> settledRows(Postgres postgres) throws SQLException {
    Map<String, Set<String>> rows = new TreeMap<>();
    for (Map.Entry<String, List<String>> database : SETTLED.entrySet()) {
      for (String table : database.getValue()) {
        rows.put(
            database.getKey() + "." + table,
            new TreeSet<>(
                texts(postgres, database.getKey(), "SELECT md5(t::text) FROM " + table + " t")));
      }
    }
    return rows;
  }

  private void everyAuditChainIsSound(SuiteProcess again) throws Exception {
    for (SuiteState.PartState part : again.state().parts()) {
      if (part.name().endsWith("-service") || part.name().equals("ingest-gateway")) {
        HttpRequest verify =
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:" + part.port() + "/api/audit-ledger/integrity/verify"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer =
            HttpClient.newHttpClient().send(verify, HttpResponse.BodyHandlers.ofString());
        JsonNode status = json.readTree(answer.body());
        assertThat(status.path("status").asText()).as(part.name()).isEqualTo("verified");
      }
    }
    assertThat(again.json("/api/audit-ledger/integrity").path("status").asText())
        .isEqualTo("verified");
  }

  private static void everyBlobOpensAndIsTheOneItsRowTells(SuiteProcess again) throws Exception {
    BlobVault vault =
        new BlobVault(
            new FileObjectStore(again.data().resolve("blobs"), 0, folder -> Long.MAX_VALUE),
            Keyring.open(again.data().resolve("keys")).blobs());
    List<String> told = new ArrayList<>();
    told.addAll(
        texts(
            postgres(again),
            "ingest_gateway",
            "SELECT blob_key || ' ' || content_hash FROM upload_job"));
    told.addAll(
        texts(
            postgres(again),
            "media",
            "SELECT artifact_blob_key || ' ' || artifact_sha256 FROM medium"));
    assertThat(told).hasSizeGreaterThan(12);
    for (String line : told) {
      String[] keyAndHash = line.split(" ", 2);
      assertThat(hash(vault, keyAndHash[0])).as(keyAndHash[0]).isEqualTo(keyAndHash[1]);
    }
  }

  private static String hash(BlobVault vault, String key) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream plain = new DigestInputStream(vault.stream(new BlobKey(key)), digest)) {
      plain.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void nothingWaitsInAnyOutbox(SuiteProcess again) throws Exception {
    for (String database : SETTLED.keySet()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  number(
                          postgres(again),
                          database,
                          "SELECT count(*) FROM outbox WHERE published_at IS NULL")
                      == 0);
      assertThat(number(postgres(again), database, "SELECT count(*) FROM dead_letter")).isZero();
    }
  }

  private static long number(Postgres postgres, String database, String query) throws SQLException {
    return Long.parseLong(texts(postgres, database, query).get(0));
  }

  private static List<String> texts(Postgres postgres, String database, String query)
      throws SQLException {
    try (Connection connection = postgres.connect(database);
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private static Path anyFileBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toFile().length() > 0)
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
