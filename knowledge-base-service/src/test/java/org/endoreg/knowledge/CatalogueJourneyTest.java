package org.endoreg.knowledge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.endoreg.backing.BackingTestResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class CatalogueJourneyTest {
  private final Jdbi jdbi;

  CatalogueJourneyTest(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @Test
  void fromExaminationToChoice() {
    int colonoscopy = id("/api/examinations/?lang=de", "colonoscopy");
    int polyp = id("/api/examinations/" + colonoscopy + "/findings/", "colon_polyp");
    int paris = id("/api/findings/" + polyp + "/classifications/", "lesion_paris");
    given()
        .get("/api/classifications/" + paris + "/choices/?lang=de")
        .then()
        .statusCode(200)
        .body("$", hasSize(12))
        .body("[0].name", equalTo("paris_0_ip"))
        .body("[0].display", equalTo("0-Ip gestielt"))
        .body("[0].subcategories.size()", equalTo(0));
  }

  @Test
  void labelsComeInTheLanguageAskedForWithEnglishAsFallback() {
    given()
        .get("/api/examinations?lang=de&limit=1")
        .then()
        .body("display", contains("Koloskopie"))
        .body("[0].name_de", equalTo("Koloskopie"))
        .body("[0].name_en", equalTo("colonoscopy"))
        .body("[0].types", contains("endoscopy"))
        .body("[0].subcategories", nullValue());
    given()
        .get("/api/examinations/?lang=fr&limit=1")
        .then()
        .body("display", hasItem("colonoscopy"));
  }

  @Test
  void aChoiceSaysWhatItStillAsksFor() {
    int gastroscopy = id("/api/examinations/", "gastroscopy");
    int barrett = id("/api/examinations/" + gastroscopy + "/findings/", "barrett_mucosa");
    int prague = id("/api/findings/" + barrett + "/classifications/", "prague");
    given()
        .get("/api/classifications/" + prague + "/choices/")
        .then()
        .body("[0].numerical_descriptors.c.unit", equalTo("centimeter"))
        .body("[0].numerical_descriptors.m.required", equalTo(true));
  }

  @Test
  void classificationsTellTheirMeaning() {
    int colonoscopy = id("/api/examinations/", "colonoscopy");
    int polyp = id("/api/examinations/" + colonoscopy + "/findings/", "colon_polyp");
    given()
        .get("/api/findings/" + polyp + "/classifications/")
        .then()
        .body("types.flatten()", hasItems("location", "morphology", "size"));
  }

  @Test
  void anIdOfAnotherKindIsNotFound() {
    int colonoscopy = id("/api/examinations/", "colonoscopy");
    for (String path :
        new String[] {
          "/api/findings/" + colonoscopy + "/classifications/",
          "/api/classifications/" + colonoscopy + "/choices/",
          "/api/examinations/999999/findings/"
        }) {
      given().get(path).then().statusCode(404).body("code", equalTo("not_found"));
    }
  }

  @Test
  void theBaseVocabularyIsRecordedWithItsDigest() {
    String digest =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT content_sha256 FROM kb_package WHERE module = 'endoreg_base'")
                    .mapTo(String.class)
                    .one());
    assertThat(digest).matches("[0-9a-f]{64}");
  }

  private static int id(String path, String name) {
    return given()
        .get(path)
        .then()
        .statusCode(200)
        .extract()
        .path("find { it.name == '%s' }.id", name);
  }
}
