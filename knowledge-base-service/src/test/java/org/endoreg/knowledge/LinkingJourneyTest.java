package org.endoreg.knowledge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.endoreg.knowledge.RegisteredMedia.nobody;
import static org.endoreg.knowledge.RegisteredMedia.pseudonym;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.events.EventEnvelope;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class LinkingJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final LocalDate MARCH = LocalDate.of(2024, 3, 15);
  private static final LocalDate MAY = LocalDate.of(2025, 5, 2);

  private final RegisteredMedia media;
  private final Jdbi jdbi;

  LinkingJourneyTest(RegisteredMedia media, Jdbi jdbi) {
    this.media = media;
    this.jdbi = jdbi;
  }

  @Test
  void aRegisteredReportAppearsOnTheTimelineOfItsPatient() {
    media.register("local", MediaKind.REPORT, 101, pseudonym("a", "a1", "Koloskopie", MARCH), 1);
    int patient = patientOf(101);
    given()
        .get("/api/media/patients/" + patient + "/timeline/")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("patient.pseudonym_id", matchesPattern("P-[0-9a-f]{8}"))
        .body("patient.birth_year", equalTo(1961))
        .body("patient.gender", equalTo("female"))
        .body("count", equalTo(1))
        .body("results[0].media_type", equalTo("pdf"))
        .body("results[0].examination_name", equalTo("colonoscopy"))
        .body("results[0].timestamp", equalTo("2024-03-15"))
        .body("results[0].timestamp_is_examination_date", equalTo(true))
        .body("results[0].anonymized_text", nullValue())
        .body("results[0].stream_options.type", contains("processed"))
        .body(
            "results[0].stream_options.url",
            contains("/api/media/pdfs/101/stream/?type=processed"));
  }

  @Test
  void theLinkIsAnnouncedWithBothIds() {
    EventEnvelope event =
        media.register("local", MediaKind.VIDEO, 111, pseudonym("b", "b1", null, MARCH), 1);
    int patient = patientOf(111);
    await().atMost(SOON).until(() -> published(event.aggregateId()).size() == 1);
    assertThat(published(event.aggregateId()).get(0))
        .contains("\"type\":\"examination.linked\"")
        .contains("\"causation_id\":\"" + event.eventId() + "\"")
        .contains("\"medium_id\":111")
        .contains("\"patient_id\":" + patient);
  }

  @Test
  void anEventDeliveredTwiceHasOneEffect() {
    EventEnvelope event =
        media.register("local", MediaKind.VIDEO, 121, pseudonym("c", "c1", null, MARCH), 1);
    media.send(event);
    media.register("local", MediaKind.VIDEO, 122, pseudonym("c", "c1", null, MARCH), 2);
    int patient = patientOf(122);
    await().atMost(SOON).until(() -> published(event.aggregateId()).size() == 1);
    given()
        .get("/api/patient-examinations/?patient=" + patient)
        .then()
        .body("count", equalTo(1))
        .body("results[0].media", equalTo(2))
        .body("results[0].patient", equalTo(patient))
        .body("results[0].date_start", equalTo("2024-03-15"))
        .body("results[0].date_is_shifted", equalTo(true));
  }

  @Test
  void eventsInAnyOrderEndInTheSameState() {
    media.register("local", MediaKind.REPORT, 131, pseudonym("d", "d1", "ERCP", MAY), 9);
    media.register("local", MediaKind.REPORT, 131, pseudonym("d", "d1", "Gastroskopie", MARCH), 5);
    media.register("local", MediaKind.REPORT, 132, pseudonym("d", "d1", null, null), 10);
    int patient = patientOf(132);
    given()
        .get("/api/patient-examinations/?patient=" + patient)
        .then()
        .body("results.examination_name", contains("ercp"))
        .body("results.date_start", contains("2025-05-02"));
  }

  @Test
  void aVideoWithoutCaseNumberJoinsTheReportOfThatDay() {
    media.register("local", MediaKind.REPORT, 271, pseudonym("y", "y1", "colonoscopy", MARCH), 1);
    int examination = placedIn(271);
    media.register("local", MediaKind.VIDEO, 272, pseudonym("y", "y2", "colonoscopy", MARCH), 2);
    assertThat(placedIn(272)).isEqualTo(examination);
    media.register("local", MediaKind.VIDEO, 273, pseudonym("y", "y2", "colonoscopy", MARCH), 3);
    assertThat(placedIn(273)).isEqualTo(examination);
    media.register("local", MediaKind.REPORT, 274, pseudonym("y", "y4", "colonoscopy", MARCH), 4);
    assertThat(placedIn(274)).isNotEqualTo(examination);
  }

  @Test
  void anIncompleteIdentityHasNoPlaceUntilItIsCompletedAndNeverLosesItAgain() {
    EventEnvelope first = media.register("local", MediaKind.VIDEO, 141, nobody(), 1);
    await().atMost(SOON).until(() -> published(first.aggregateId()).size() == 1);
    assertThat(published(first.aggregateId()).get(0)).contains("\"patient_id\":null");
    assertThat(reasonOf(141)).isEqualTo("incomplete_identity");

    media.register("local", MediaKind.VIDEO, 141, pseudonym("e", "e1", null, null), 2);
    int patient = patientOf(141);
    media.register("local", MediaKind.VIDEO, 141, nobody(), 3);
    await().atMost(SOON).until(() -> published(first.aggregateId()).size() == 3);
    assertThat(patientOf(141)).isEqualTo(patient);
    given()
        .get("/api/media/patients/" + patient + "/timeline")
        .then()
        .body("results[0].timestamp_source", equalTo("registered_at"))
        .body("results[0].timestamp_is_examination_date", equalTo(false));
  }

  @Test
  void anExaminationOfAnotherPatientIsNotMoved() {
    media.register("local", MediaKind.REPORT, 151, pseudonym("f", "f1", null, MARCH), 1);
    int patient = patientOf(151);
    media.register("local", MediaKind.REPORT, 152, pseudonym("g", "f1", null, MARCH), 2);
    await().atMost(SOON).until(() -> reasonOf(152).equals("examination_of_other_patient"));
    given().get("/api/media/patients/" + patient + "/timeline/").then().body("count", equalTo(1));
  }

  @Test
  void theTimelineIsNewestFirstWithTheUndatedLastAndTurnsPages() {
    media.register("local", MediaKind.REPORT, 161, pseudonym("h", "h1", null, MARCH), 1);
    media.register("local", MediaKind.VIDEO, 162, pseudonym("h", "h2", null, MAY), 2);
    media.register("local", MediaKind.VIDEO, 163, pseudonym("h", "h3", null, null), 3);
    int patient = patientOf(163);
    patientOf(162);
    patientOf(161);
    String timeline = "/api/media/patients/" + patient + "/timeline/";
    given().get(timeline).then().body("results.id", contains(162, 161, 163));
    given()
        .get(timeline + "?limit=1&offset=1")
        .then()
        .body("count", equalTo(3))
        .body("results.id", contains(161))
        .body("next", equalTo(timeline + "?limit=1&offset=2"))
        .body("previous", equalTo(timeline + "?limit=1&offset=0"));
    given()
        .get(timeline + "?latest_only=true")
        .then()
        .body("latest_report.id", equalTo(161))
        .body("latest_video.id", equalTo(162))
        .body("latest_frames", equalTo(List.of()))
        .body("patient.id", equalTo(patient));
    int examination =
        given().get(timeline).then().extract().path("results[1].patient_examination_id");
    given()
        .get(timeline + "?patient_examination_id=" + examination)
        .then()
        .body("results.id", contains(161));
  }

  @Test
  void aPatientOfAnotherCenterIsAnsweredExactlyLikeNobody() {
    media.register("elsewhere", MediaKind.REPORT, 171, pseudonym("i", "i1", null, MARCH), 1);
    int foreign = patientOf(171);
    int examination = examinationOf(171);
    assertThat(answer("/api/patients/" + foreign)).isEqualTo(answer("/api/patients/99999999"));
    assertThat(answer("/api/media/patients/" + foreign + "/timeline/"))
        .isEqualTo(answer("/api/media/patients/99999999/timeline/"));
    assertThat(answer("/api/patient-examinations/" + examination))
        .isEqualTo(answer("/api/patient-examinations/99999999"));
    given().get("/api/patients/").then().body("results.center", not(contains("elsewhere")));
    given().get("/api/patient-examinations/?patient=" + foreign).then().body("count", equalTo(0));
  }

  @Test
  void noAnswerCarriesAFullHash() {
    media.register("local", MediaKind.REPORT, 181, pseudonym("j", "j1", null, MARCH), 1);
    int patient = patientOf(181);
    String hash = RegisteredMedia.hash("j").value();
    for (String path :
        List.of(
            "/api/patients/",
            "/api/patients/" + patient + "/",
            "/api/patient-examinations/",
            "/api/media/patients/" + patient + "/timeline/",
            "/api/media/patients/" + patient + "/timeline/?latest_only=1")) {
      given().get(path).then().statusCode(200).body(not(containsString(hash)));
    }
  }

  @Test
  void whatIsNoIdOrNoPageIsABadRequest() {
    for (String path :
        List.of(
            "/api/patients/abc",
            "/api/patients/?limit=x",
            "/api/patients/?limit=0",
            "/api/patients/?offset=-1",
            "/api/patients/?offset=2000000",
            "/api/media/patients/abc/timeline/",
            "/api/media/patients/1/timeline/?patient_examination_id=abc",
            "/api/patient-examinations/?patient=abc",
            "/api/examinations/abc/findings/",
            "/api/examinations/?lang=german")) {
      given()
          .get(path)
          .then()
          .statusCode(400)
          .contentType("application/problem+json")
          .body("code", equalTo("invalid_parameter"));
    }
    given().get("/api/patients/?limit=1000").then().statusCode(200);
  }

  private static Map<String, Object> answer(String path) {
    Response answer = given().get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    Map<String, Object> body = answer.jsonPath().getMap("");
    body.remove("trace_id");
    return body;
  }

  private int patientOf(long medium) {
    await().atMost(SOON).until(() -> link(medium, "patient_id") > 0);
    return link(medium, "patient_id");
  }

  private int placedIn(long medium) {
    patientOf(medium);
    return examinationOf(medium);
  }

  private int examinationOf(long medium) {
    return link(medium, "patient_examination_id");
  }

  private int link(long medium, String column) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT coalesce(" + column + ", 0) FROM medium_link WHERE medium_id = :medium")
                .bind("medium", medium)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0));
  }

  private String reasonOf(long medium) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT unresolved_reason FROM medium_link WHERE medium_id = :medium")
                .bind("medium", medium)
                .mapTo(String.class)
                .findOne()
                .orElse(""));
  }

  private List<String> published(UUID job) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT record FROM outbox
                    WHERE record_key = :job AND published_at IS NOT NULL ORDER BY sequence
                    """)
                .bind("job", job.toString())
                .mapTo(String.class)
                .list());
  }
}
