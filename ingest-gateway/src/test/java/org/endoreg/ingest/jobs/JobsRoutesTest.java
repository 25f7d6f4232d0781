package org.endoreg.ingest.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.AnonymizationFailed;
import org.endoreg.contracts.events.AnonymizationStarted;
import org.endoreg.contracts.events.ExaminationLinked;
import org.endoreg.ingest.ledger.IngestMode;
import org.endoreg.ingest.ledger.JobSamples;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What operators see and do over HTTP. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class JobsRoutesTest {
  private final JobSamples samples;
  private final Jdbi jdbi;

  JobsRoutesTest(JobSamples samples, Jdbi jdbi) {
    this.samples = samples;
    this.jdbi = jdbi;
  }

  @Test
  void aJobIsRetriedAndCancelledByItsRoutes() {
    UUID job = samples.video();
    post("/api/jobs/" + job + "/retry").then().statusCode(409).body("code", equalTo("conflict"));
    fail(job, ProblemCode.ENCODE_FAILED);
    post("/api/jobs/" + job + "/retry").then().statusCode(200).body("status", equalTo("retrying"));
    post("/api/jobs/" + job + "/cancel")
        .then()
        .statusCode(200)
        .body("status", equalTo("cancelled"));
    post("/api/jobs/" + UUID.randomUUID() + "/cancel").then().statusCode(404);
    post("/api/jobs/not-an-id/retry").then().statusCode(404);
    assertThat(audited(job)).contains("upload.retried", "upload.cancelled");
    UUID report = samples.report(IngestMode.API);
    post("/api/jobs/" + report + "/cancel").then().statusCode(409);
  }

  @Test
  void manyJobsAreActedOnAtOnceAndADryRunOnlyCounts() {
    String system = mine(3);
    Map<String, Object> filter = Map.of("source_system", system);
    Map<String, Object> dry = Map.of("action", "retry", "filter", filter);
    Map<String, Object> real = Map.of("action", "retry", "filter", filter, "dry_run", false);
    act(dry).then().statusCode(200).body("matched", equalTo(3)).body("done", equalTo(0));
    act(real).then().body("matched", equalTo(3)).body("done", equalTo(3));
    act(real).then().body("matched", equalTo(0));
    Map<String, Object> cancel = Map.of("action", "cancel", "filter", filter, "dry_run", false);
    act(cancel).then().body("done", equalTo(3)).body("more", equalTo(false));
    act(Map.of("action", "explode", "filter", filter)).then().statusCode(400);
    act(Map.of("action", "retry")).then().statusCode(400);
    act(Map.of("action", "retry", "filter", Map.of("statuss", "error"))).then().statusCode(400);
    act(Map.of("action", "retry", "filter", Map.of("status", List.of("x")))).then().statusCode(400);
  }

  @Test
  void whatRefusesIsCountedByItsCode() {
    String system = mine(1);
    UUID report = samples.report(IngestMode.API);
    jdbi.useHandle(
        handle ->
            handle.execute("UPDATE upload_job SET source_system = ? WHERE id = ?", system, report));
    act(Map.of(
            "action",
            "cancel",
            "filter",
            Map.of("source_system", system, "status", List.of("pending")),
            "dry_run",
            false))
        .then()
        .body("matched", equalTo(1))
        .body("done", equalTo(0))
        .body("refused.conflict", equalTo(1));
  }

  @Test
  void filtersCombineFreely() {
    String system = mine(2);
    String query = "/api/jobs/?source_system=" + system;
    given().get(query).then().body("results", hasSize(2));
    given().get(query + "&status=error&status=lost").then().body("results", hasSize(2));
    given().get(query + "&status=pending").then().body("results", hasSize(0));
    given()
        .get(query + "&error_code=encode_failed&kind=video&center=local")
        .then()
        .body("results", hasSize(2))
        .body("results.error_code", everyItem(equalTo("encode_failed")));
    given().get(query + "&error_code=no_frames").then().body("results", hasSize(0));
    given().get(query + "&center=elsewhere").then().body("results", hasSize(0));
    given()
        .queryParam("source_system", system)
        .queryParam("created_from", "2000-01-01T00:00:00+02:00")
        .queryParam("created_to", "2001-01-01T00:00:00Z")
        .get("/api/jobs/")
        .then()
        .body("results", hasSize(0));
    for (String wrong :
        List.of(
            "sort=x",
            "kind=x",
            "error_code=x",
            "created_from=x",
            "before=x",
            "center=A",
            "sort=size&before=" + UUID.randomUUID())) {
      given()
          .get("/api/jobs/?" + wrong)
          .then()
          .statusCode(400)
          .body("code", equalTo("invalid_parameter"));
    }
  }

  @Test
  void everyOrderIsPagedWithoutGapOrRepetition() {
    String system = mine(7);
    List<String> newest = walk(system, "newest");
    assertThat(newest).hasSize(7).doesNotHaveDuplicates();
    List<String> oldest = new ArrayList<>(walk(system, "oldest"));
    java.util.Collections.reverse(oldest);
    assertThat(oldest).isEqualTo(newest);
    assertThat(walk(system, "updated")).containsExactlyInAnyOrderElementsOf(newest);
    assertThat(walk(system, "size")).containsExactlyInAnyOrderElementsOf(newest);
  }

  @Test
  void theSummaryCountsByCenterAndTellsHowLongJobsTook() {
    UUID job = samples.report(IngestMode.API);
    samples.happens(new AnonymizationStarted(job, JobSamples.LOCAL, 1L, 1));
    samples.happens(new ExaminationLinked(job, JobSamples.LOCAL, 3, null, null));
    samples.report(IngestMode.API);
    given()
        .get("/api/jobs/summary")
        .then()
        .statusCode(200)
        .body("by_status.anonymized", greaterThanOrEqualTo(1))
        .body("centers.center_key", hasItem("north"))
        .body(
            "centers.find { it.center_key == 'local' }.oldest_waiting_seconds",
            greaterThanOrEqualTo(0))
        .body("durations", hasSize(9))
        .body("durations[0].up_to_seconds", equalTo(10))
        .body("durations.jobs.sum()", greaterThanOrEqualTo(1));
  }

  private List<String> walk(String system, String order) {
    List<String> ids = new ArrayList<>();
    String query = "/api/jobs/?limit=3&sort=" + order + "&source_system=" + system;
    String next = "";
    while (next != null) {
      Response page =
          given().queryParams(next.isEmpty() ? Map.of() : Map.of("before", next)).get(query);
      ids.addAll(page.path("results.id"));
      next = page.path("next");
    }
    return ids;
  }

  /** Failed videos that no other test sees. */
  private String mine(int count) {
    String system = "system-" + UUID.randomUUID();
    for (int i = 0; i < count; i++) {
      UUID job = samples.video();
      fail(job, ProblemCode.ENCODE_FAILED);
      jdbi.useHandle(
          handle ->
              handle.execute("UPDATE upload_job SET source_system = ? WHERE id = ?", system, job));
    }
    return system;
  }

  private void fail(UUID job, ProblemCode code) {
    samples.happens(new AnonymizationFailed(job, JobSamples.LOCAL, code, 1));
  }

  private static Response post(String path) {
    return given().post(path);
  }

  private static Response act(Map<String, Object> order) {
    return given().contentType("application/json").body(order).post("/api/jobs/actions");
  }

  private String audited(UUID job) {
    return jdbi.withHandle(
        handle ->
            String.join(
                "\n",
                handle
                    .createQuery(
                        """
                        SELECT entry FROM audit_pending WHERE entry LIKE :id
                        UNION ALL SELECT entry FROM audit_entry WHERE entry LIKE :id
                        """)
                    .bind("id", "%" + job + "%")
                    .mapTo(String.class)
                    .list()));
  }
}
