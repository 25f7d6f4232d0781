package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;
import org.endoreg.backing.Postgres;
import org.endoreg.journeys.SuiteProcess.Finished;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSamples;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands around a running suite: what they print, how they end, and that a refused start
 * leaves nothing behind.
 */
@ResourceLock(RunningDemo.NAME)
class CommandsTest {
  private static final int ARCHIVED = 6;
  private static final Path CACHE = Path.of(System.getProperty("hub.root", "."), ".cache");

  private final SuiteProcess suite = RunningDemo.suite();
  private final String data = suite.data().toString();
  private final ObjectMapper json = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "up", "down", "status", "ingest", "logs", "doctor", "backup", "restore"})
  void everyCommandExplainsItself(String command) throws Exception {
    Finished help = SuiteProcess.run(command, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.output()).contains("Usage: endoreg " + command).contains("--data");
  }

  @Test
  void aSecondStartOnTheSameDataIsRefusedAndTheFirstGoesOn() throws Exception {
    Finished second =
        SuiteProcess.run("up", "--data", data, "--port", Integer.toString(Ports.free()));
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.output()).contains("already running");
    assertThat(suite.get("/api/info").statusCode()).isEqualTo(200);
  }

  @Test
  void aTakenPortIsNamedAndNothingIsLeftRunning() throws Exception {
    Path other = Files.createTempDirectory("endoreg-refused");
    try (ServerSocket taken = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Finished refused = SuiteProcess.run("up", "--data", other.toString(), "--port", port);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.output()).contains("port " + port + " is in use");
    }
    assertThat(partsOf(other)).isEmpty();
  }

  @Test
  void aPartThatCannotStartEndsTheStartWithItsNameAndStopsTheOthers() throws Exception {
    Path other = Files.createTempDirectory("endoreg-broken");
    Files.createDirectories(other.resolve("keys"));
    Files.writeString(other.resolve("keys/kek"), "readable by everybody");
    Finished refused =
        SuiteProcess.run(
            "up", "--data", other.toString(), "--port", Integer.toString(Ports.free()));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("ended while starting");
    assertThat(partsOf(other)).isEmpty();
  }

  /** As Ctrl-C does it, or a machine that goes down while it comes up. */
  @Test
  void aSignalInTheMiddleOfAStartLeavesNothingRunning() throws Exception {
    Path other = Files.createTempDirectory("endoreg-signalled");
    Process starting =
        SuiteProcess.begin(
            "up", "--data", other.toString(), "--port", Integer.toString(Ports.free()));
    await().atMost(Duration.ofMinutes(1)).until(() -> !mentioning(other, starting).isEmpty());
    assertThat(SuiteState.read(new SuiteFolder(other, Path.of("."))).filter(SuiteState::ready))
        .isEmpty();
    List<ProcessHandle> begun = starting.descendants().toList();
    starting.destroy();

    assertThat(starting.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(begun).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(mentioning(other, starting)).isEmpty();
  }

  /** Processes with the folder in their command, other than the one that starts them. */
  private static List<ProcessHandle> mentioning(Path data, Process starting) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != starting.pid())
        .filter(process -> process.info().commandLine().orElse("").contains(data.toString()))
        .toList();
  }

  @Test
  void statusAndDoctorAnswerInJson() throws Exception {
    JsonNode status = json.readTree(SuiteProcess.run("status", "--data", data, "--json").output());
    assertThat(status.path("running").asBoolean()).isTrue();
    assertThat(status.path("parts")).hasSize(8);
    JsonNode doctor = doctor();
    assertThat(doctor.path("checks").findValuesAsText("name"))
        .contains("java", "disk", "ocr", "keys", "protected-root")
        .contains("postgresql", "kafka", "ingest-gateway", "database", "clock")
        .contains("broker", "topics", "consumers", "watcher", "outbox", "dead-letters")
        .contains("jobs", "processing", "audit");
    assertThat(doctor.path("checks").findValuesAsText("status"))
        .isSubsetOf("green", "yellow", "red");
    for (String settled : List.of("database", "clock", "broker", "topics", "audit", "keys")) {
      assertThat(statusOf(doctor, settled)).as(settled).isEqualTo("green");
    }
    assertThat(doctor.toString()).doesNotContain(data);
  }

  @Test
  void theDoctorFindsAKeyThatOthersCanReadAndSaysWhatToDo() throws Exception {
    Path kek = suite.data().resolve("keys/kek");
    Files.setPosixFilePermissions(kek, PosixFilePermissions.fromString("rw-r--r--"));
    try {
      Finished doctor = SuiteProcess.run("doctor", "--data", data);
      assertThat(doctor.exitCode()).isEqualTo(1);
      assertThat(doctor.output()).contains("✘ keys").contains("keys/kek").contains("chmod 600");
    } finally {
      Files.setPosixFilePermissions(kek, PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  @Scenario("A89")
  void theDoctorIsRedForALostJobAnItemUndecidedForAMonthAndAFullDiskAndNamesThem()
      throws Exception {
    Database database = new Database(suite);
    String job = "'00000000-0000-7000-8000-0000000000a8'";
    database.execute(
        "ingest_gateway",
        """
        INSERT INTO upload_job (id, center_key, kind, media_type, content_hash, size_bytes,
            blob_key, ingest_mode, source_system, retention_policy, status, error_code, finished_at,
            source_file_persisted, change_number)
        VALUES (%s, 'north', 'report', 'application/pdf', repeat('a', 64), 1, 'raw/north/gone',
            'api', 'planted', 'preserve_source', 'lost', 'source_missing', now(), false, 0);
        INSERT INTO quarantine_item (id, center_key, sha256, size_bytes, blob_key, folder,
            reason_code, status, arrived_at)
        VALUES (%1$s, 'north', repeat('a', 64), 1, 'quarantine/north/gone', 'preanonymized_import',
            'sidecar_missing', 'pending_review', now() - interval '31 days')
        """
            .formatted(job));
    try {
      Finished doctor = SuiteProcess.run("doctor", "--data", data, "--min-free", "999999999");
      assertThat(doctor.exitCode()).isEqualTo(1);
      assertThat(doctor.output()).contains("✘ jobs", "1 lost", "✘ quarantine", "✘ disk");
    } finally {
      database.execute("ingest_gateway", "DELETE FROM upload_job WHERE id = " + job);
      database.execute("ingest_gateway", "DELETE FROM quarantine_item WHERE id = " + job);
    }
  }

  @Test
  void theDoctorSeesADeadLetter() throws Exception {
    Postgres postgres =
        new Postgres(suite.data().resolve("postgres"), CACHE, suite.part("postgresql").port());
    try (Connection connection = postgres.connect("transfer_hub");
        Statement sql = connection.createStatement()) {
      sql.execute(
          "INSERT INTO dead_letter (topic, \"partition\", \"offset\", reason)"
              + " VALUES ('planted', 0, 0, 'planted')");
      JsonNode doctor = doctor();
      sql.execute("DELETE FROM dead_letter WHERE topic = 'planted'");
      assertThat(statusOf(doctor, "dead-letters")).isEqualTo("yellow");
    }
  }

  private JsonNode doctor() throws Exception {
    return json.readTree(SuiteProcess.run("doctor", "--data", data, "--json").output());
  }

  private static String statusOf(JsonNode doctor, String name) {
    for (JsonNode check : doctor.path("checks")) {
      if (check.path("name").asText().equals(name)) {
        return check.path("status").asText();
      }
    }
    return "absent";
  }

  @Test
  void anArchiveThatWasKilledInTheMiddleGoesOnAndSendsNothingTwice() throws Exception {
    Path archive = Files.createTempDirectory("endoreg-archive");
    long bytes = 0;
    for (int i = 0; i < ARCHIVED; i++) {
      Path report =
          Files.createDirectories(archive.resolve("20" + i)).resolve("Erika-" + i + ".pdf");
      Files.write(report, newReport());
      bytes += Files.size(report);
    }
    Files.writeString(archive.resolve("notes.txt"), "not sent");
    Files.createSymbolicLink(archive.resolve("loop"), archive);
    int before = suite.client().jobs().size();
    // As slow as to leave time to kill it: all files together take ten seconds.
    String rate = String.format(java.util.Locale.ROOT, "%.4f", bytes / 10_000_000.0);
    Process first =
        SuiteProcess.begin(
            "ingest", "--data", data, "--center", "north", "--max-rate", rate, archive.toString());
    Path journal = suite.data().resolve("archive/journal");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.exists(journal) && Files.readAllLines(journal).size() >= 2);
    first.destroyForcibly().waitFor();
    int noted = Files.readAllLines(journal).size();
    assertThat(noted).isLessThan(ARCHIVED);

    Finished second =
        SuiteProcess.run(
            "ingest", "--data", data, "--center", "north", "--json", archive.toString());
    assertThat(second.exitCode()).isZero();
    List<JsonNode> events = new ArrayList<>();
    for (String line : second.output().lines().toList()) {
      events.add(json.readTree(line));
    }
    assertThat(events.get(0).path("files").asInt()).isEqualTo(ARCHIVED - noted);
    assertThat(events.get(0).path("skipped").path("link").asInt()).isEqualTo(1);
    assertThat(events.get(events.size() - 1).path("known").asInt()).isEqualTo(noted);
    assertThat(suite.client().jobs()).hasSize(before + ARCHIVED);
    assertThat(Files.readAllLines(journal)).hasSize(ARCHIVED);
    assertThat(second.output() + Files.readString(journal)).doesNotContain("Erika");
  }

  @Test
  void aLargeFileOfAnArchiveThatWasKilledGoesOnAtTheByteTheHubStandsAt() throws Exception {
    Path archive = Files.createTempDirectory("endoreg-archive");
    byte[] large = new byte[20 << 20];
    new java.util.Random(System.nanoTime()).nextBytes(large);
    System.arraycopy("%PDF-1.7".getBytes(StandardCharsets.US_ASCII), 0, large, 0, 8);
    Files.write(archive.resolve("Erika.pdf"), large);
    String[] command = {"ingest", "--data", data, "--center", "north", archive.toString()};
    String arrived =
        "SELECT coalesce(max(offset_bytes), 0) FROM resumable_upload WHERE declared_sha256 = '"
            + Drops.sha256(large)
            + "'";
    Database database = new Database(suite);
    Process first = SuiteProcess.begin(with(command, "--max-rate", "5"));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> Long.parseLong(database.value("ingest_gateway", arrived)) >= 8 << 20);
    first.destroyForcibly().waitFor();
    long resumedAt = Long.parseLong(database.value("ingest_gateway", arrived));
    assertThat(resumedAt).isLessThan(large.length);

    Finished second = SuiteProcess.run(with(command, "--json"));
    assertThat(second.exitCode()).as(second.output()).isZero();
    assertThat(
            database.column(
                "ingest_gateway", arrived.replace("coalesce(max(offset_bytes), 0)", "state")))
        .as("the same upload was continued")
        .containsExactly("complete");
    String jobs =
        "SELECT count(*) FROM upload_job WHERE content_hash = '" + Drops.sha256(large) + "'";
    assertThat(database.value("ingest_gateway", jobs)).isEqualTo("1");
    assertThat(suite.data().resolve("archive/unfinished")).isEmptyDirectory();
  }

  private static String[] with(String[] command, String... more) {
    return Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray(String[]::new);
  }

  private static byte[] newReport() {
    return new ReportSamples(System.nanoTime())
        .write(ExaminationKind.GASTROSCOPY, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL)
        .pdf();
  }

  @Test
  void ingestPrintsJobsAndFailsForAFileThatIsNotThere() throws Exception {
    String sample = suite.sample("_scanned.pdf").toString();
    Finished known =
        SuiteProcess.run("ingest", "--data", data, "--center", "local", "--json", sample);
    assertThat(known.exitCode()).isZero();
    assertThat(json.readTree(known.output()).path(0).path("reused").asBoolean()).isTrue();
    Finished missing = SuiteProcess.run("ingest", "--data", data, "nowhere.pdf");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.output()).contains("no such file");
  }

  @Test
  void logsOfOnePartAreShown() throws Exception {
    Finished logs = SuiteProcess.run("logs", "watcher-agent", "--data", data);
    assertThat(logs.exitCode()).isZero();
    assertThat(logs.output()).contains("submitted a file of report_import");
  }

  private static List<ProcessHandle> partsOf(Path data) throws IOException {
    return SuiteState.read(new SuiteFolder(data, Path.of("."))).stream()
        .flatMap(state -> state.parts().stream())
        .flatMap(part -> part.process().stream())
        .toList();
  }
}
