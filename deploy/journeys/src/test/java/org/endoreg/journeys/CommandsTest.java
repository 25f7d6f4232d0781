package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.endoreg.backing.Ports;
import org.endoreg.journeys.SuiteProcess.Finished;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands around a running suite: what they print, how they end, and that a refused start
 * leaves nothing behind.
 */
class CommandsTest {
  private final SuiteProcess suite = RunningDemo.suite();
  private final String data = suite.data().toString();
  private final ObjectMapper json = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"demo", "up", "down", "status", "ingest", "logs", "doctor"})
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

  @Test
  void statusAndDoctorAnswerInJson() throws Exception {
    JsonNode status = json.readTree(SuiteProcess.run("status", "--data", data, "--json").output());
    assertThat(status.path("running").asBoolean()).isTrue();
    assertThat(status.path("parts")).hasSize(8);
    JsonNode checks = json.readTree(SuiteProcess.run("doctor", "--data", data, "--json").output());
    assertThat(checks.findValuesAsText("name"))
        .contains("java", "disk", "ocr", "postgresql", "kafka", "ingest-gateway", "jobs");
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
