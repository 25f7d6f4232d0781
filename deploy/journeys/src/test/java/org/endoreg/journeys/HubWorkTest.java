package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Work that is killed, called off or finds nothing to work on, with real signals. */
@ResourceLock(RunningHub.NAME)
class HubWorkTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String WORKER = "anonymizer-service";
  private static final String GATEWAY = "ingest_gateway";

  private final RunningHub hub = RunningHub.get();
  private final SuiteProcess suite = hub.suite();
  private final Calls operator =
      hub.as(List.of("upload:write", "upload:read", "ops:operate"), "south");

  @Test
  @Scenario({"A24", "A25"})
  void aGatewayKilledBeforeItCouldTellTheBrokerLosesNothingAndRepeatsNothing() throws Exception {
    String job;
    suite.signal("kafka", "-STOP");
    try {
      HttpResponse<String> accepted =
          operator.upload("south", "a.pdf", RunningHub.report("Befund"));
      assertThat(accepted.statusCode()).isEqualTo(201);
      job = Calls.jobId(accepted);
      assertThat(column(job, "status")).isEqualTo("pending");
      killAndAwaitRestart("ingest-gateway");
    } finally {
      suite.signal("kafka", "-CONT");
    }
    assertThat(end(job)).isEqualTo("anonymized");
    assertOneMedium(job);
  }

  @Test
  @Scenario("A26")
  void aWorkerKilledAtWorkIsFollowedUnderTheNextTokenWithOneResult() throws Exception {
    String job = videoAtWork();
    long token = Long.parseLong(column(job, "processing_fencing_token"));
    killAndAwaitRestart(WORKER);
    assertThat(end(job)).isEqualTo("anonymized");
    assertThat(column(job, "processing_fencing_token")).isEqualTo(Long.toString(token + 1));
    assertOneMedium(job);
  }

  @Test
  @Scenario("A30")
  void aVideoAtWorkEndsCancelledAsSoonAsItsWorkerNotices() throws Exception {
    String job = videoAtWork();
    HttpResponse<String> asked;
    suite.signal(WORKER, "-STOP");
    try {
      asked = operator.post("/api/jobs/" + job + "/cancel", "");
    } finally {
      suite.signal(WORKER, "-CONT");
    }
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(Calls.json(asked).path("status").asText()).isEqualTo("cancel_requested");
    assertThat(end(job)).isEqualTo("cancelled");
    assertThat(column(job, "medium_id")).isEqualTo("null");
  }

  @Test
  @Scenario("A29")
  void aSourceThatIsGoneBeforeWorkEndsTheJobAsLost() throws Exception {
    String job;
    suite.signal(WORKER, "-STOP");
    try {
      job = Calls.jobId(operator.upload("south", "a.pdf", RunningHub.report("Befund")));
      Files.delete(suite.blob(column(job, "blob_key")));
    } finally {
      suite.signal(WORKER, "-CONT");
    }
    assertThat(end(job)).isEqualTo("lost");
    assertThat(column(job, "error_code")).isEqualTo("source_missing");
    assertThat(column(job, "retry_count")).isEqualTo("0");
    assertThat(operator.post("/api/jobs/" + job + "/retry", "").statusCode()).isEqualTo(409);
  }

  private String videoAtWork() throws Exception {
    HttpResponse<String> accepted = operator.upload("south", "film.mp4", hub.sampleVideo());
    String job = Calls.jobId(accepted);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(201);
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !column(job, "status").equals("pending"));
    assertThat(column(job, "status")).as(column(job, "error_code")).isEqualTo("processing");
    return job;
  }

  private String end(String job) throws Exception {
    await().atMost(SOON).until(() -> !column(job, "finished_at").equals("null"));
    return column(job, "status");
  }

  private void killAndAwaitRestart(String part) throws Exception {
    long before = suite.part(part).pid();
    suite.signal(part, "-KILL");
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> suite.part(part).pid() != before && suite.part(part).process().isPresent());
  }

  private void assertOneMedium(String job) throws Exception {
    await().atMost(SOON).until(() -> !column(job, "medium_id").equals("null"));
    String kept = "medium WHERE job_id = '" + job + "'";
    assertThat(hub.database().count("media", kept)).isEqualTo(1);
  }

  private String column(String job, String name) throws Exception {
    return hub.database()
        .value(GATEWAY, "SELECT " + name + " FROM upload_job WHERE id = '" + job + "'");
  }
}
