package org.endoreg.journeys.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.journeys.Database;
import org.endoreg.journeys.Drops;
import org.endoreg.journeys.SuiteProcess;
import org.endoreg.journeys.faults.Violation.Name;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Real faults of every part under load, and in the end nothing is lost, nothing happened twice and
 * no byte lies around. {@code -Dfaults=300} makes the run long, {@code -Dfaults.seed=} repeats a
 * plan; what was planned, asked and found is kept in {@code target/faults}.
 */
@Order(2)
class FaultTest {
  private static final int FAULTS = Integer.getInteger("faults", 30);
  private static final long SEED = Long.getLong("faults.seed", 20_261_125);
  private static final Path KEPT = Path.of("target/faults");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).findAndRegisterModules();

  /** Pauses a test need not wait for. */
  private static final Map<String, String> HASTE =
      Map.ofEntries(
          Map.entry("ENDOREG_WORK_FIRST_RETRY", "PT1S"),
          Map.entry("ENDOREG_WORK_LONGEST_RETRY", "PT4S"),
          Map.entry("ENDOREG_SWEEP_APPLY_ENABLED", "true"),
          Map.entry("ENDOREG_SWEEP_GRACE", "PT5S"),
          Map.entry("ENDOREG_SWEEP_EVERY", "5s"),
          Map.entry("ENDOREG_REAPER_APPLY_ENABLED", "true"),
          Map.entry("ENDOREG_REAPER_EVERY", "5s"),
          Map.entry("ENDOREG_RESUMABLE_SWEEP_INTERVAL", "3s"),
          Map.entry("ENDOREG_RESUMABLE_FOLDER_SWEEP_INTERVAL", "5s"),
          Map.entry("ENDOREG_WATCHER_SIDECAR_WAIT", "PT3S"),
          Map.entry("ENDOREG_WATCHER_RESCAN", "PT2S"),
          Map.entry("ENDOREG_BLOBS_MIN_FREE_BYTES", "4096"));

  /** A blob waits for its row as long as an outage lasts; only afterwards it may go soon. */
  private static final Duration DURING_FAULTS = Duration.ofHours(1);

  private static final int AT_ONCE = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration AFTERWARDS = Duration.ofSeconds(5);

  private final Instant begun = Instant.now();

  @Test
  void everythingAcceptedHasOneOutcomeAndNoByteIsLeft() throws Exception {
    Files.createDirectories(KEPT);
    FaultPlan plan = FaultPlan.of(SEED, FAULTS);
    Path data = Files.createTempDirectory("endoreg-faults");
    say("%d faults, -Dfaults.seed=%d, data in %s".formatted(FAULTS, SEED, data));
    try (BlobDisk disk = BlobDisk.below(data, 96 + FAULTS)) {
      List<Fault> struck;
      try (SuiteProcess suite = start(data, DURING_FAULTS)) {
        struck = breakUnderLoad(suite, disk, plan);
        assertThat(struck).as("faults that struck").hasSize(FAULTS);
        awaitRest(suite);
        stopsCompletely(suite);
      }
      letTimePass(data);
      try (SuiteProcess again = start(data, AFTERWARDS)) {
        FinalState state = awaitNoViolation(again);
        FaultReport report = new FaultReport(plan, struck, history(), state, disk.how());
        say(report.summary());
        report.write(again, Duration.between(begun, Instant.now()));
        plantedFaultsAreFound(again, state);
      }
    }
  }

  private static SuiteProcess start(Path data, Duration orphansGoAfter) throws IOException {
    Map<String, String> environment = new HashMap<>(HASTE);
    environment.put("ENDOREG_SWEEP_DELETE_AFTER", orphansGoAfter.toString());
    SuiteProcess suite =
        SuiteProcess.start("up", data, environment, "--centers", "local,north", "--settle", "1");
    suite.awaitLine("Ready after", Duration.ofMinutes(8));
    return suite;
  }

  private List<Fault> breakUnderLoad(SuiteProcess suite, BlobDisk disk, FaultPlan plan)
      throws Exception {
    byte[] film = Load.film(SEED);
    try (History.Log log = new History.Log(KEPT.resolve("history.jsonl"))) {
      Load load = new Load(suite, log, SEED);
      load.start(film);
      List<Strikes.Struck<Fault>> struck =
          new Strikes<>(AT_ONCE, PATIENCE, new Injector(suite, disk)).carryOut(plan.faults());
      say("%d faults struck".formatted(struck.size()));
      JSON.writeValue(
          KEPT.resolve("faults.json").toFile(),
          struck.stream().map(Strikes.Struck::toString).toList());
      load.stop();
      say("every sender has its answers");
      return struck.stream().map(Strikes.Struck::fault).toList();
    }
  }

  private static History history() throws IOException {
    return History.read(KEPT.resolve("history.jsonl"));
  }

  private void awaitRest(SuiteProcess suite) {
    StateReader reader = new StateReader(suite);
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(
            () ->
                reader.unfinished() == 0
                    && reader.waiting().isEmpty()
                    && reader.dropped().isEmpty());
    say("nothing moves any more");
  }

  private void stopsCompletely(SuiteProcess suite) throws Exception {
    List<ProcessHandle> parts =
        suite.state().parts().stream().flatMap(part -> part.process().stream()).toList();
    assertThat(parts).hasSize(8);
    String data = suite.data().toString();
    assertThat(SuiteProcess.run("down", "--data", data).output()).contains("Stopped.");
    assertThat(parts).noneMatch(ProcessHandle::isAlive);
    assertThat(SuiteProcess.run("status", "--data", data).exitCode()).isEqualTo(1);
    say("stopped");
  }

  /** The next start takes parts of files for abandoned when they are older than an hour. */
  private static void letTimePass(Path data) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(data.resolve("blobs/.staging"))) {
      for (Path part : parts) {
        Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
      }
    }
  }

  /** Waits for the sweep of what crashes left; whatever is wrong by then stays wrong. */
  private FinalState awaitNoViolation(SuiteProcess suite) throws Exception {
    StateReader reader = new StateReader(suite);
    History history = history();
    Instant limit = Instant.now().plusSeconds(150);
    FinalState state = reader.read();
    while (!HistoryChecker.check(history, state).isEmpty() && Instant.now().isBefore(limit)) {
      Thread.sleep(3_000);
      state = reader.read();
    }
    JSON.writeValue(KEPT.resolve("state.json").toFile(), state);
    assertThat(HistoryChecker.check(history, state))
        .as("-Dfaults=%d -Dfaults.seed=%d, see %s", FAULTS, SEED, KEPT.toAbsolutePath())
        .isEmpty();
    return state;
  }

  /** The checker that found nothing finds what is really broken now. */
  private static void plantedFaultsAreFound(SuiteProcess suite, FinalState clean) throws Exception {
    FinalState.Medium medium = clean.media().get(0);
    FinalState.Medium other = clean.media().get(1);
    Database database = new Database(suite);
    String artifact =
        database.value("media", "SELECT artifact_blob_key FROM medium WHERE id = " + medium.id());
    Files.delete(suite.blob(artifact));
    Path orphan = suite.blob("processed/local/" + UUID.randomUUID());
    Files.createDirectories(orphan.getParent());
    Files.write(orphan, new byte[] {1});
    database.execute("media", "DELETE FROM video_timeline WHERE medium_id = " + other.id());
    database.execute("media", "DELETE FROM medium WHERE id = " + other.id());
    new Drops(suite).drop("north", "report_import", "never.part", new byte[] {1});
    assertThat(HistoryChecker.check(history(), new StateReader(suite).read()))
        .extracting(Violation::name)
        .contains(
            Name.BLOB_MISSING,
            Name.ARTIFACT_UNREADABLE,
            Name.ORPHAN_BLOB,
            Name.MEDIUM_MISSING,
            Name.LINK_WITHOUT_MEDIUM,
            Name.DROP_LEFT_BEHIND);
  }

  private void say(String what) {
    System.out.printf(
        "faults, %d s: %s%n", Duration.between(begun, Instant.now()).toSeconds(), what);
  }
}
