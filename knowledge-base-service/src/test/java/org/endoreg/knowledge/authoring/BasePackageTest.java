package org.endoreg.knowledge.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.endoreg.knowledge.terminology.Definition;
import org.endoreg.knowledge.terminology.Kind;
import org.endoreg.knowledge.terminology.Terminology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BasePackageTest {
  private static final KnowledgePackage BASE = KnowledgePackage.in(folder());
  private static final FixtureImport.Outcome LOADED =
      new FixtureImport(ImportMode.STRICT).apply(Terminology.empty(), BASE.tree());

  @Test
  void loadsStrictlyWithoutASingleIssue() {
    assertThat(LOADED.report().issues()).isEmpty();
    assertThat(BASE.module()).isEqualTo("endoreg_base");
  }

  @Test
  void loadingItAgainChangesNothing() {
    FixtureImport.Outcome again =
        new FixtureImport(ImportMode.STRICT).apply(LOADED.terminology(), BASE.tree());
    assertThat(again.terminology()).isEqualTo(LOADED.terminology());
    assertThat(again.report().counts().values())
        .allSatisfy(
            count ->
                assertThat(count)
                    .isEqualTo(new ImportReport.Count(count.rows(), 0, 0, count.rows(), 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "GENDER, 7",
    "UNIT, 41",
    "EXAMINATION_TYPE, 3",
    "EXAMINATION, 24",
    "FINDING, 108",
    "FINDING_INTERVENTION, 71",
    "FINDING_CLASSIFICATION, 69",
    "FINDING_CLASSIFICATION_CHOICE, 297",
    "EXAMINATION_INDICATION, 51"
  })
  void holdsAsManyDefinitionsAsItsFilesHaveRows(Kind kind, int definitions) {
    assertThat(LOADED.report().counts().get(kind))
        .isEqualTo(
            new ImportReport.Count(
                definitions,
                definitions,
                0,
                0,
                Objects.requireNonNull(LOADED.report().counts().get(kind)).linkChanges()));
    assertThat(LOADED.terminology().all(kind)).hasSize(definitions);
  }

  @Test
  void everythingIsLabelledInGermanAndEnglish() {
    assertThat(LOADED.terminology().definitions())
        .allSatisfy(one -> assertThat(one.labels().names()).containsKeys("de", "en"));
  }

  @Test
  void everyUnitHasItsUcumCode() {
    assertThat(LOADED.terminology().all(Kind.UNIT).values())
        .allSatisfy(unit -> assertThat(unit.attributes()).containsKey("ucum"));
  }

  @Test
  void everyChoiceBelongsToAClassification() {
    List<String> offered =
        LOADED.terminology().all(Kind.FINDING_CLASSIFICATION).values().stream()
            .flatMap(classification -> classification.linked("choices").stream())
            .toList();
    assertThat(LOADED.terminology().all(Kind.FINDING_CLASSIFICATION_CHOICE).keySet())
        .containsExactlyInAnyOrderElementsOf(offered);
  }

  @Test
  void everyExaminationOffersFindings() {
    assertThat(LOADED.terminology().all(Kind.EXAMINATION).keySet())
        .allSatisfy(name -> assertThat(LOADED.terminology().findingsOf(name)).isNotEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "colon_polyp, lesion_paris, 12",
    "colon_polyp, colon_lesion_nice, 3",
    "colon_polyp, colon_lesion_jnet, 4",
    "colon_polyp, colon_lesion_kudo, 7",
    "colon_polyp, colon_lesion_sano, 4",
    "colon_polyp, colon_lesion_lst, 4",
    "bowel_preparation, bbps, 1",
    "gastric_ulcer, forrest, 6",
    "reflux_oesophagitis, los_angeles, 4",
    "barrett_mucosa, prague, 1",
    "haemorrhoids, goligher, 4",
    "colon_inflammation, mayo_endoscopic, 4"
  })
  void aFindingIsClassifiedByItsSystems(String finding, String classification, int choices) {
    Terminology terminology = LOADED.terminology();
    assertThat(terminology.classificationsOf(finding))
        .extracting(Definition::name)
        .contains(classification);
    assertThat(terminology.choicesOf(classification)).hasSize(choices);
  }

  @Test
  void pragueIsMeasuredInCentimetres() {
    Definition prague = LOADED.terminology().choicesOf("prague").get(0);
    assertThat(prague.descriptors().numerical()).containsOnlyKeys("c", "m");
    assertThat(prague.descriptors().numerical().values())
        .allSatisfy(number -> assertThat(number.unit()).isEqualTo("centimeter"));
  }

  private static Path folder() {
    try {
      return Path.of(
              Objects.requireNonNull(
                      BasePackageTest.class.getResource("/knowledge/base/package.yaml"))
                  .toURI())
          .resolveSibling("");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
