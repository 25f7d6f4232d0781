package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.samples.report.HostileReports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a hub writes down while it is used: no secret, no token, no name of a file, no raw text. */
@ResourceLock(RunningHub.NAME)
class HubLogsTest {
  private static final String NAME = "Mustermann_Erika_1953-07-14";
  private static final String TEXT = "Nachname Mustermaennlein, Fallnummer 8472-11-93";

  private final RunningHub hub = RunningHub.get();
  private final Calls north = hub.as(List.of("upload:write", "upload:read", "ops:read"), "north");

  @Test
  @Scenario("A90")
  void logsAndTopicsHoldNoSecretNoTokenNoFileNameAndNoRawText() throws Exception {
    useTheHubWithNames();
    IdentifierScan scan = new IdentifierScan(forbidden());
    Path data = hub.suite().data();
    assertThat(scan.inFiles(List.of(data.resolve("logs"), data.resolve("kafka")))).isEmpty();
    assertThat(scan.inText(hub.suite().output())).isEmpty();
    assertThat(scan.inBytes(Files.readAllBytes(data.resolve("postgres/postgres.log")))).isEmpty();
  }

  @Test
  void theScanFindsEachKindOfThemWhereItIsPlanted() throws Exception {
    Path folder = Files.createTempDirectory("planted");
    List<String> forbidden = forbidden();
    Files.writeString(folder.resolve("service.log"), String.join("\n", forbidden));
    assertThat(new IdentifierScan(forbidden).inFiles(List.of(folder))).hasSize(forbidden.size());
  }

  private void useTheHubWithNames() throws Exception {
    String good = Calls.jobId(north.upload("north", NAME + ".pdf", RunningHub.report(TEXT)));
    String bad = Calls.jobId(north.upload("north", NAME + ".pdf", HostileReports.truncated()));
    north.upload("north", NAME + ".mp4", TEXT.getBytes(StandardCharsets.UTF_8));
    north.anonymous().upload("north", NAME + ".pdf", RunningHub.report(TEXT));
    hub.with(north.token() + "x").get("/api/jobs/?status=" + "nonsense");
    hub.drops().drop("north", "report_import", NAME + ".pdf", RunningHub.report(TEXT));
    hub.drops().dropPair("north", NAME, RunningHub.report(TEXT), "{\"" + NAME + "\": 1}");
    await().atMost(Duration.ofSeconds(90)).until(() -> isEnded(good) && isEnded(bad));
    await().atMost(Duration.ofSeconds(60)).until(() -> hub.drops().areTaken("north"));
  }

  private boolean isEnded(String job) {
    String status =
        Calls.json(north.get("/api/upload/" + job + "/status/")).path("status").asText();
    return List.of("anonymized", "error").contains(status);
  }

  private List<String> forbidden() throws IOException {
    List<String> forbidden = new ArrayList<>(List.of(NAME, "Mustermaennlein", "8472-11-93"));
    Path data = hub.suite().data();
    try (Stream<Path> passwords = Files.list(data.resolve("passwords"))) {
      for (Path password : passwords.toList()) {
        forbidden.add(Files.readString(password));
      }
    }
    forbidden.add(Files.readString(data.resolve("postgres/superuser.password")));
    byte[] key = Files.readAllBytes(data.resolve("keys/kek"));
    forbidden.add(Base64.getEncoder().encodeToString(key));
    forbidden.add(HexFormat.of().formatHex(key));
    for (String token : hub.issuedTokens()) {
      forbidden.add(token.substring(token.lastIndexOf('.') + 1));
    }
    return forbidden;
  }
}
