package org.endoreg.media;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.Response;
import java.util.Map;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class RegistrationJourneyTest {
  private static final RestAssuredConfig DOUBLES =
      RestAssuredConfig.config()
          .jsonConfig(
              JsonConfig.jsonConfig().numberReturnType(JsonPathConfig.NumberReturnType.DOUBLE));

  private final AnonymizedMedia media;

  RegistrationJourneyTest(AnonymizedMedia media) {
    this.media = media;
  }

  @Test
  void anArtifactAnnouncedTwiceIsRegisteredOnce() {
    AnonymizationCompleted completed = media.report("local", pdf("twice"), "text");
    EventEnvelope event = Envelopes.of(completed, 1, null);
    media.send(event);
    media.send(event);
    long id = media.register(completed);

    AnonymizationCompleted later = media.report("local", pdf("after twice"), "text");
    media.register(later);
    assertThat(media.ids(completed)).containsExactly(id);
    assertThat(media.announcements(completed)).isEqualTo(1);
  }

  @Test
  void aVideoIsListedAndDescribedWithItsTechnicalFacts() {
    AnonymizationCompleted completed = media.video("local", StampedSample.variableRate().bytes());
    long id = media.register(completed);

    given()
        .config(DOUBLES)
        .get("/api/media/videos/" + id + "/")
        .then()
        .statusCode(200)
        .body("id", equalTo((int) id))
        .body("center_key", equalTo("local"))
        .body("anonymization_status", equalTo("done_processing_anonymization"))
        .body("frame_count", equalTo(StampedSample.variableRate().frameCount()))
        .body("variable_rate", equalTo(true))
        .body("width", equalTo(640))
        .body("height", equalTo(360))
        .body("codec", equalTo("h264"))
        .body("duration", closeTo(2.0, 0.1))
        .body("fps", closeTo(18, 1))
        .body("processed_video_hash", equalTo(completed.artifactSha256().value()))
        .body("size_bytes", equalTo((int) completed.artifactSizeBytes()))
        .body("stream_url", equalTo("/api/media/videos/" + id + "/stream/"))
        .body("registered_at", notNullValue());
    assertThat(given().get("/api/media/videos/" + id + "/details/").asString())
        .isEqualTo(given().get("/api/media/videos/" + id).asString());
    given()
        .get("/api/media/videos/?limit=1000")
        .then()
        .statusCode(200)
        .body("count", greaterThanOrEqualTo(1))
        .body("results.id", hasItem((int) id));
    given().get("/api/media/pdfs/" + id).then().statusCode(404);
  }

  @Test
  void aReportIsDescribedWithItsTextAndListedWithoutIt() {
    AnonymizationCompleted completed = media.report("local", pdf("shape"), "Befund unauffällig");
    long id = media.register(completed);

    given()
        .get("/api/media/pdfs/" + id + "/")
        .then()
        .statusCode(200)
        .body("pages", equalTo(1))
        .body("anonymized_text", equalTo("Befund unauffällig"))
        .body("processed_file_sha256", equalTo(completed.artifactSha256().value()))
        .body("stream_url", equalTo("/api/media/pdfs/" + id + "/stream/"));
    given()
        .get("/api/media/pdfs/?limit=1")
        .then()
        .body("results.size()", equalTo(1))
        .body("results[0].anonymized_text", nullValue());
  }

  @Test
  void aListTurnsPagesInBothDirections() {
    for (int i = 0; i < 3; i++) {
      media.register(media.report("local", pdf("page " + i), "text"));
    }
    given()
        .get("/api/media/pdfs/?limit=1&offset=1")
        .then()
        .body("next", equalTo("/api/media/pdfs/?limit=1&offset=2"))
        .body("previous", equalTo("/api/media/pdfs/?limit=1&offset=0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=x", "limit=0", "offset=-1"})
  void aPageThatIsNoneIsABadRequest(String query) {
    given()
        .get("/api/media/videos/?" + query)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid_parameter"));
  }

  @Test
  void aMediumOfAnotherCenterIsAnsweredExactlyLikeAnUnknownId() {
    long video = media.register(media.video("elsewhere", StampedSample.constantRate().bytes()));
    long report = media.register(media.report("elsewhere", pdf("foreign"), "text"));
    for (String route :
        new String[] {
          "videos/%s",
          "videos/%s/details",
          "videos/%s/stream",
          "videos/%s/stream?type=raw",
          "videos/%s/frames/0/stream"
        }) {
      assertSameAnswer(route, video);
    }
    for (String route : new String[] {"pdfs/%s", "pdfs/%s/stream", "pdfs/%s/stream?type=raw"}) {
      assertSameAnswer(route, report);
    }
    given()
        .get("/api/media/videos/?limit=100")
        .then()
        .body("results.id", not(hasItem((int) video)));
    given().get("/api/media/pdfs/?limit=100").then().body("results.id", not(hasItem((int) report)));
  }

  private static void assertSameAnswer(String route, long foreign) {
    Response masked = given().get("/api/media/" + route.formatted(foreign));
    assertThat(masked.statusCode()).isEqualTo(404);
    for (String unknown : new String[] {"99999999", "-1", "abc", "0", "99999999999999999999"}) {
      Response missing = given().get("/api/media/" + route.formatted(unknown));
      assertThat(withoutTrace(missing)).as(route + unknown).isEqualTo(withoutTrace(masked));
    }
  }

  private static Map<String, String> withoutTrace(Response answer) {
    Map<String, String> seen =
        answer.headers().asList().stream()
            .filter(header -> !header.getName().equalsIgnoreCase("X-Correlation-Id"))
            .collect(java.util.stream.Collectors.toMap(h -> h.getName(), h -> h.getValue()));
    seen.put("status", answer.statusLine());
    seen.put("body", answer.asString().replaceAll("\"trace_id\":\"[0-9a-f-]{36}\"", ""));
    return seen;
  }

  private static byte[] pdf(String line) {
    return ReportSamples.pageOf(ReportForm.BORN_DIGITAL, line);
  }
}
