package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Drop folders of a hub up to what people decide about the drops that were refused. */
@ResourceLock(RunningHub.NAME)
class HubQuarantineTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String GATEWAY = "ingest_gateway";

  private final RunningHub hub = RunningHub.get();
  private final Database database = hub.database();
  private final Calls reviewer =
      hub.as(
          List.of("anonymization:read", "quarantine:review", "quarantine:reap"), "north", "south");
  private final Calls reaper = hub.as(List.of("quarantine:reap"), "north", "south");

  @Test
  @Scenario({"A43", "A47"})
  void aSignedOffReportBecomesAnAnonymizedJobOfItsOwnCenterOnly() throws Exception {
    byte[] report = RunningHub.report("Unauffaelliger Befund.");
    hub.drops().dropPair("north", "befund", report, Drops.sidecar("north", report));
    String job = "FROM upload_job WHERE content_hash = '" + Drops.sha256(report) + "'";
    await().atMost(SOON).until(() -> statuses(job).equals(List.of("anonymized")));
    assertThat(database.value(GATEWAY, "SELECT human_validated " + job)).isEqualTo("t");
    assertThat(database.value(GATEWAY, "SELECT artifact_sha256 " + job))
        .isEqualTo(Drops.sha256(report));
    await().atMost(SOON).until(() -> hub.drops().areTaken("north"));
    JsonNode item = hub.quarantined(reviewer, "south", report, Drops.sidecar("south", report));
    assertThat(item.path("status").asText()).isEqualTo("pending_review");
    assertThat(item.path("center_key").asText()).isEqualTo("south");
    assertThat(database.column(GATEWAY, "SELECT center_key || status " + job))
        .containsExactly("northanonymized");
  }

  private List<String> statuses(String job) throws Exception {
    return database.column(GATEWAY, "SELECT status " + job);
  }

  @Test
  @Scenario("A44")
  void whatBreaksTheContractOfTheSidecarLiesInQuarantineAndIsNoJob() throws Exception {
    long jobs = database.count(GATEWAY, "upload_job WHERE ingest_mode = 'watcher'");
    Map<String, String> reasonByDigest = new LinkedHashMap<>();
    for (Breach breach : Breach.values()) {
      byte[] report = RunningHub.report("Befund.");
      String sidecar = breach.in(Drops.sidecar("north", report));
      hub.drops().dropPair("north", "befund-" + UUID.randomUUID(), report, sidecar);
      reasonByDigest.put(Drops.sha256(report), breach.reason);
    }
    for (Map.Entry<String, String> drop : reasonByDigest.entrySet()) {
      await().atMost(SOON).until(() -> hub.itemOf(reviewer, drop.getKey()).isPresent());
      JsonNode item = hub.itemOf(reviewer, drop.getKey()).orElseThrow();
      assertThat(item.path("reason_code").asText()).isEqualTo(drop.getValue());
      assertThat(item.path("status").asText()).isEqualTo("pending_review");
      assertThat(item.path("has_sidecar").asBoolean()).isTrue();
    }
    await().atMost(SOON).until(() -> hub.drops().areTaken("north"));
    assertThat(database.count(GATEWAY, "upload_job WHERE ingest_mode = 'watcher'")).isEqualTo(jobs);
  }

  /** One way in which a sidecar breaks its contract. */
  private enum Breach {
    EXTRA_FIELD("\"source_system\"", "\"more\": \"x\", \"source_system\"", "sidecar_invalid"),
    OTHER_BYTES("[0-9a-f]{64}", "0".repeat(64), "sidecar_digest_mismatch"),
    NOT_SIGNED_OFF("validated\": true", "validated\": false", "sidecar_not_validated"),
    NAIVE_TIME("[+]01:00", "", "sidecar_invalid"),
    UNKNOWN_CENTER("\"north\"", "\"nowhere\"", "sidecar_center_mismatch");

    private final String right;
    private final String wrong;
    private final String reason;

    Breach(String right, String wrong, String reason) {
      this.right = right;
      this.wrong = wrong;
      this.reason = reason;
    }

    String in(String sidecar) {
      return sidecar.replaceFirst(right, wrong);
    }
  }

  @Test
  @Scenario("A40")
  void aNameDroppedAgainWithOtherContentIsASecondJob() throws Exception {
    for (int round = 0; round < 2; round++) {
      byte[] report = RunningHub.report("Runde " + round);
      hub.drops().drop("south", "report_import", "befund.pdf", report);
      String job = "FROM upload_job WHERE content_hash = '" + Drops.sha256(report) + "'";
      await().atMost(SOON).until(() -> statuses(job).size() == 1);
      await().atMost(SOON).until(() -> hub.drops().areTaken("south"));
    }
  }

  @Test
  @Scenario("A48")
  void quarantineDeletesNothingWithoutApprovalReasonConfirmationAndASecondPerson()
      throws Exception {
    String id = quarantined();
    reap(reaper, true);
    assertThat(statusOf(id)).isEqualTo("pending_review");
    HttpResponse<String> blank = approve(id, " ");
    assertThat(blank.statusCode()).isEqualTo(400);
    assertThat(Calls.code(blank)).isEqualTo("reason_required");
    assertThat(approve(id, "wrong patient").statusCode()).isEqualTo(200);
    assertThat(reap(reaper, false).path("deleted").toString()).contains(id);
    assertThat(
            reaper.post("/api/media/quarantine/reap-approved", "{\"dry_run\": false}").statusCode())
        .isEqualTo(400);
    reap(reviewer, true);
    assertThat(statusOf(id)).isEqualTo("approved_for_deletion");
    assertThat(Files.exists(blobOf(id))).isTrue();
    assertThat(reap(reaper, true).path("deleted").toString()).contains(id);
    assertThat(statusOf(id)).isEqualTo("deleted");
    assertThat(Files.exists(blobOf(id))).isFalse();
    String audited = "SELECT action FROM audit_entry WHERE object_id = '" + id + "'";
    await()
        .atMost(SOON)
        .until(() -> database.column(GATEWAY, audited).toString().contains("deleted"));
  }

  @Test
  @Scenario("A49")
  void anApprovedFileThatWasSwappedIsNotDeleted() throws Exception {
    String id = quarantined();
    String other = quarantined();
    assertThat(approve(id, "wrong patient").statusCode()).isEqualTo(200);
    Files.copy(blobOf(other), blobOf(id), StandardCopyOption.REPLACE_EXISTING);
    reap(reaper, true);
    assertThat(statusOf(id)).isEqualTo("failed");
    assertThat(Files.exists(blobOf(id))).isTrue();
  }

  private String quarantined() throws Exception {
    byte[] report = RunningHub.report("Befund.");
    return hub.quarantined(reviewer, "north", report, "{}").path("id").asText();
  }

  private HttpResponse<String> approve(String id, String reason) {
    return reviewer.post(
        "/api/media/quarantine/" + id + "/approve-deletion",
        "{\"decision_reason\": \"" + reason + "\"}");
  }

  private static JsonNode reap(Calls who, boolean confirmed) {
    String order = confirmed ? "\"dry_run\": false, \"confirm\": true, " : "";
    return Calls.json(
        who.post("/api/media/quarantine/reap-approved", "{" + order + "\"older_than_days\": 0}"));
  }

  private String statusOf(String id) throws Exception {
    return database.value(GATEWAY, "SELECT status FROM quarantine_item WHERE id = '" + id + "'");
  }

  private Path blobOf(String id) throws Exception {
    String key =
        database.value(GATEWAY, "SELECT blob_key FROM quarantine_item WHERE id = '" + id + "'");
    return hub.suite().blob(key);
  }
}
