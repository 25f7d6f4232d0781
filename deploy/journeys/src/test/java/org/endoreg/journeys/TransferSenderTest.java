package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a person signed off at a site arrives at the hub once, through kills and outages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(RunningHub.NAME)
class TransferSenderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String CENTER = "north";

  private final RunningHub hub = RunningHub.get();
  private TransferDoor door;
  private SendingSite site;
  private SendingSite.Provision provision;
  private String nodeKey = "";

  @BeforeAll
  void startASite() throws Exception {
    assumeThat(TransferDoor.isPossible()).as("nginx is installed").isTrue();
    door = TransferDoor.open(hub.suite());
    Calls administrator = hub.as(List.of("node:admin"), CENTER);
    JsonNode node =
        Calls.json(
            administrator.post(
                "/api/transfer/nodes",
                "{\"display_name\": \"North sends\", \"role\": \"site_node\","
                    + " \"owning_center_key\": \"north\"}"));
    nodeKey = node.path("node_key").asText();
    JsonNode identity =
        Calls.json(hub.as(List.of("transfer:read"), CENTER).get("/api/transfer/identity"));
    provision =
        new SendingSite.Provision(
            nodeKey, node.path("secret").asText(), door.client(nodeKey), door, identity);
    administrator.post(
        "/api/transfer/nodes/" + nodeKey + "/certificates",
        "{\"certificate\": \"" + door.fingerprint(nodeKey) + "\"}");
    site = SendingSite.start(hub, provision);
  }

  @AfterAll
  void stop() {
    if (site != null) {
      site.close();
    }
    if (door != null) {
      door.close();
    }
  }

  @Test
  void whatWasSignedOffArrivesWithAReceiptAndLeavesNoCiphertext() throws Exception {
    String resource = signOff();
    JsonNode sent = awaitSent(resource, "completed");
    JsonNode arrived = incoming(sent.path("transfer_key").asText()).orElseThrow();
    assertThat(arrived.path("status").asText()).isEqualTo("applied");
    assertThat(arrived.path("source_node_key").asText()).isEqualTo(nodeKey);
    assertThat(arrived.path("received_bytes").asLong())
        .isEqualTo(sent.path("sent_bytes").asLong())
        .isPositive();
    assertThat(site.staged()).isEmpty();
  }

  @Test
  @Scenario({"A80", "A82"})
  void aHubThatWasAwayIsAskedAgainAndHasOneTransfer() throws Exception {
    hub.suite().signal("transfer-hub", "-STOP");
    String resource = signOff();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> outbound(resource).isPresent());
    } finally {
      hub.suite().signal("transfer-hub", "-KILL");
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> lastErrorOf(resource).equals("hub_unavailable"));
    JsonNode sent = awaitSent(resource, "completed");
    assertThat(transfersOf(sent)).isEqualTo(1);
    assertThat(lastErrorOf(resource)).as("why it waited").isEmpty();
  }

  private String lastErrorOf(String resource) {
    return outbound(resource)
        .map(row -> row.path("last_error"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .orElse("");
  }

  @Test
  @Scenario("A84")
  void aKilledSenderGoesOnAndTheHubHasOneTransfer() throws Exception {
    String resource = signOff();
    await().atMost(Duration.ofSeconds(60)).until(() -> outbound(resource).isPresent());
    site.killAndStartAgain();
    JsonNode sent = awaitSent(resource, "completed");
    assertThat(transfersOf(sent)).isEqualTo(1);
    assertThat(site.staged()).isEmpty();
  }

  @Test
  @Scenario("A81")
  void aNodeThatIsNotLetInStopsAndGoesOnWhenSomebodySaysSo() throws Exception {
    activate(false);
    String resource = signOff();
    JsonNode denied = awaitSent(resource, "failed");
    assertThat(denied.path("failure_class").asText()).isEqualTo("authorization_denial");
    assertThat(incoming(denied.path("transfer_key").asText())).isEmpty();
    activate(true);
    Calls operator = siteCalls(List.of("transfer:operate"));
    assertThat(
            operator
                .post("/api/transfer/outbound/" + denied.path("id").asText() + "/queue", "")
                .statusCode())
        .isEqualTo(200);
    awaitSent(resource, "completed");
  }

  @Test
  @Scenario("A85")
  void aSignOffThatIsTakenBackStopsWhatWasNotSent() throws Exception {
    hub.suite().signal("transfer-hub", "-STOP");
    String resource = signOff();
    JsonNode queued;
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> outbound(resource).isPresent());
      queued = outbound(resource).orElseThrow();
      assertThat(operate(queued, "/withdrawal").statusCode()).isEqualTo(200);
    } finally {
      hub.suite().signal("transfer-hub", "-KILL");
    }
    JsonNode withdrawn = awaitSent(resource, "failed");
    assertThat(withdrawn.path("last_error").asText()).isEqualTo("sign_off_withdrawn");
    assertThat(withdrawn.path("needs_recall").asBoolean()).isFalse();
    assertThat(operate(queued, "/queue").statusCode()).isEqualTo(409);
    awaitSent(signOff(), "completed");
    assertThat(outbound(resource).orElseThrow().path("local_status").asText()).isEqualTo("failed");
    assertThat(
            incoming(queued.path("transfer_key").asText())
                .filter(row -> row.path("received_bytes").asLong() > 0))
        .isEmpty();
  }

  @Test
  @Scenario("A85")
  void whatTheHubAppliedBeforeIsToldAsNeedingARecall() throws Exception {
    JsonNode sent = awaitSent(signOff(), "completed");
    JsonNode withdrawn = Calls.json(operate(sent, "/withdrawal"));
    assertThat(withdrawn.path("needs_recall").asBoolean()).isTrue();
    assertThat(differences()).contains(sent.path("transfer_key").asText() + " needs_recall");
  }

  @Test
  void whatSomebodyCallsOffStopsWithItsWorkerAndIsSentOnceWhenSomebodyWantsItAfterAll()
      throws Exception {
    hub.suite().signal("transfer-hub", "-STOP");
    String resource = signOff();
    JsonNode held;
    try {
      held = awaitSent(resource, "registering");
      JsonNode cancelled = Calls.json(operate(held, "/cancellation"));
      assertThat(cancelled.path("local_status").asText()).isEqualTo("cancelled");
      assertThat(operate(held, "/cancellation").statusCode()).as("once more").isEqualTo(200);
    } finally {
      hub.suite().signal("transfer-hub", "-KILL");
    }
    awaitSent(signOff(), "completed");
    assertThat(outbound(resource).orElseThrow().path("local_status").asText())
        .as("others go on, this one does not")
        .isEqualTo("cancelled");
    assertThat(differences()).noneMatch(row -> row.contains(resource));
    assertThat(operate(held, "/queue").statusCode()).isEqualTo(200);
    JsonNode sent = awaitSent(resource, "completed");
    assertThat(transfersOf(sent)).isEqualTo(1);
    java.net.http.HttpResponse<String> tooLate = operate(sent, "/cancellation");
    assertThat(tooLate.statusCode()).isEqualTo(409);
    assertThat(Calls.code(tooLate)).isEqualTo("transfer_applied");
    assertThat(
            new Calls(site.address(), hub.as(List.of("transfer:operate"), "south").token())
                .post("/api/transfer/outbound/" + sent.path("id").asText() + "/cancellation", "")
                .statusCode())
        .as("of another center")
        .isEqualTo(404);
    assertThat(
            siteCalls(List.of("transfer:read"))
                .post("/api/transfer/outbound/" + sent.path("id").asText() + "/cancellation", "")
                .statusCode())
        .as("without the right")
        .isEqualTo(403);
  }

  @Test
  void theLedgersOfSiteAndHubAreCompared() throws Exception {
    String agreeing = awaitSent(signOff(), "completed").path("transfer_key").asText();
    String unproven = awaitSent(signOff(), "completed").path("transfer_key").asText();
    String forgotten = awaitSent(signOff(), "completed").path("transfer_key").asText();
    String cancelled = awaitSent(signOff(), "completed").path("transfer_key").asText();
    String sql = "outbound_transfer %s WHERE transfer_key = '%s'";
    hub.database()
        .execute(site.database(), "UPDATE " + sql.formatted("SET receipt = NULL", unproven));
    hub.database().execute(site.database(), "DELETE FROM " + sql.formatted("", forgotten));
    hub.database()
        .execute(
            site.database(),
            "UPDATE "
                + sql.formatted("SET local_status = 'cancelled', completed_at = NULL", cancelled));
    assertThat(differences())
        .contains(
            unproven + " applied_without_receipt",
            forgotten + " missing_here",
            cancelled + " applied_though_cancelled")
        .noneMatch(row -> row.startsWith(agreeing));
  }

  /** Keys and differences of all pages, two keys a page. */
  private List<String> differences() {
    List<String> found = new java.util.ArrayList<>();
    String after = "";
    while (true) {
      JsonNode page =
          Calls.json(
              siteCalls(List.of("transfer:read"))
                  .get("/api/transfer/outbound/reconciliation?limit=2&after=" + after));
      rows(page.path("differences"))
          .forEach(
              row ->
                  found.add(
                      row.path("transfer_key").asText() + " " + row.path("difference").asText()));
      if (page.path("next").isNull()) {
        return found;
      }
      after = page.path("next").asText();
    }
  }

  private java.net.http.HttpResponse<String> operate(JsonNode transfer, String what) {
    return siteCalls(List.of("transfer:operate"))
        .post("/api/transfer/outbound/" + transfer.path("id").asText() + what, "");
  }

  @Test
  @Scenario("A79")
  void aSiteWithoutAllItsPapersDoesNotStart() throws Exception {
    assertThat(SendingSite.refusal(hub, provision, "KEY_STORE", "/nowhere/store.p12"))
        .anyMatch(line -> line.contains("endoreg.transfer.sender: unusable_tls"));
    assertThat(SendingSite.refusal(hub, provision, "HUB_URL", "http://127.0.0.1:1"))
        .anyMatch(line -> line.contains("endoreg.transfer.sender: unusable_hub-url"));
  }

  @Test
  void aSiteWhoseLimitsOrCenterDoNotFitDoesNotStart() throws Exception {
    assertThat(SendingSite.refusal(hub, provision, "UPLOAD_TIMEOUT", "PT30S"))
        .anyMatch(line -> line.contains("endoreg.transfer.sender.upload-timeout: "));
    assertThat(SendingSite.refusal(hub, provision, "CENTER", "elsewhere"))
        .anyMatch(line -> line.contains("endoreg.transfer.sender.center: "));
  }

  @Test
  void aHubBesideAnotherActiveHubDoesNotStart() throws Exception {
    JsonNode other =
        Calls.json(
            hub.as(List.of("node:admin"), CENTER)
                .post(
                    "/api/transfer/nodes",
                    "{\"display_name\": \"Second hub\", \"role\": \"central_hub\","
                        + " \"owning_center_key\": \"north\"}"));
    String otherKey = other.path("node_key").asText();
    try {
      assertThat(
              TransferHubProcess.refusal(
                  hub, Files.createTempDirectory("endoreg-second-hub"), Map.of()))
          .anyMatch(line -> line.contains("endoreg.transfer.node-key: "));
    } finally {
      activate(otherKey, false);
    }
  }

  private void activate(boolean active) {
    activate(nodeKey, active);
  }

  private void activate(String node, boolean active) {
    assertThat(
            hub.as(List.of("node:admin"), CENTER)
                .post("/api/transfer/nodes/" + node + "/activity", "{\"active\": " + active + "}")
                .statusCode())
        .isBetween(200, 204);
  }

  /** Drops a report with a sidecar and answers with the report's digest. */
  private String signOff() throws IOException {
    byte[] report = RunningHub.report("Polyp im Sigma, 4 mm. " + UUID.randomUUID());
    ObjectNode sidecar = (ObjectNode) JSON.readTree(Drops.sidecar(CENTER, report));
    sidecar.put("patient_hash", digest("patient of " + UUID.randomUUID()));
    sidecar.put("examination_hash", digest("examination of " + UUID.randomUUID()));
    hub.drops().dropPair(CENTER, "befund-" + UUID.randomUUID(), report, sidecar.toString());
    return Drops.sha256(report);
  }

  private static String digest(String text) {
    return Drops.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode awaitSent(String resource, String status) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () ->
                assertThat(outbound(resource).map(row -> row.path("local_status").asText()))
                    .as(String.valueOf(outbound(resource)))
                    .contains(status));
    return outbound(resource).orElseThrow();
  }

  private Optional<JsonNode> outbound(String resource) {
    return rows(Calls.json(siteCalls(List.of("transfer:read")).get("/api/transfer/outbound")))
        .filter(row -> row.path("transfer_key").asText().contains(resource))
        .findFirst();
  }

  private Optional<JsonNode> incoming(String key) {
    return rows(Calls.json(hub.as(List.of("transfer:read"), CENTER).get("/api/transfer/incoming")))
        .filter(row -> row.path("transfer_key").asText().equals(key))
        .findFirst();
  }

  private int transfersOf(JsonNode sent) throws Exception {
    return Integer.parseInt(
        hub.database()
            .value(
                "transfer_hub",
                "SELECT count(*) FROM transfer_job WHERE status = 'applied' AND transfer_key = '"
                    + sent.path("transfer_key").asText()
                    + "'"));
  }

  private Calls siteCalls(List<String> roles) {
    return new Calls(site.address(), hub.as(roles, CENTER).token());
  }

  private static Stream<JsonNode> rows(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
