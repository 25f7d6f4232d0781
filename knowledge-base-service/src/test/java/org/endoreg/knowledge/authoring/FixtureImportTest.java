package org.endoreg.knowledge.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.endoreg.knowledge.terminology.Definition;
import org.endoreg.knowledge.terminology.Kind;
import org.endoreg.knowledge.terminology.Terminology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixtureImportTest {
  private final TreeOnDisk files;

  FixtureImportTest(@TempDir Path folder) {
    files = new TreeOnDisk(folder);
  }

  @Test
  void theFolderDecidesWhatARowIs() {
    files.with("unit/u.yaml", "- models: CenterWaste\n  fields: {name: \"percent\"}\n");
    ImportReport report = strict().report();
    assertThat(report.counts()).containsOnlyKeys(Kind.UNIT);
    assertThat(report.issues())
        .singleElement()
        .satisfies(issue -> assertThat(issue.code()).isEqualTo(IssueCode.MODEL_MISMATCH))
        .satisfies(issue -> assertThat(issue.severity()).isEqualTo(Severity.INFO));
  }

  @Test
  void emptyFilesAndDeeperFoldersAreSkippedAndAStrayFolderIsMentioned() {
    files.with("unit/empty.yaml", "").with("unit/old/x.yaml", row("a")).with("unit/x.yml", "[");
    FixtureImport.Outcome outcome = strict();
    assertThat(outcome.terminology().all(Kind.UNIT)).isEmpty();
    assertThat(outcome.report().issues())
        .extracting(Issue::code)
        .containsExactly(IssueCode.UNKNOWN_DIRECTORY);
  }

  @Test
  void aReferenceToALaterRowResolves() {
    files.with(
        "requirement_set/sets.yaml",
        "- fields: {name: first, links_to_sets: [second]}\n- fields: {name: second}\n");
    FixtureImport.Outcome outcome = strict();
    assertThat(outcome.report().issues()).isEmpty();
    assertThat(find(outcome, Kind.REQUIREMENT_SET, "first").linked("links_to_sets"))
        .containsExactly("second");
  }

  @Test
  void anUnknownListMemberIsSkippedWithAWarningAndFailsStrictly() {
    files
        .with("examination/examinations/e.yaml", row("colonoscopy"))
        .with(
            "finding/f.yaml",
            """
            - model: endoreg_db.finding
              fields:
                name: "polyp"
                examinations:
                  - "colonoscopy"
                  - "coloscopy"
            """);
    FixtureImport.Outcome outcome = compatible();
    assertThat(outcome.report().accepted()).isTrue();
    assertThat(find(outcome, Kind.FINDING, "polyp").linked("examinations"))
        .containsExactly("colonoscopy");
    assertThat(only(outcome, IssueCode.UNRESOLVED_REFERENCE))
        .hasToString(
            "WARNING unresolved_reference finding/f.yaml:6 examinations names the unknown"
                + " examination 'coloscopy'");
    assertThat(strict().report().accepted()).isFalse();
  }

  @Test
  void anEmptyOrUnresolvedListLeavesLinksAloneAndAFullOneReplacesThem() {
    files.with("tag/t.yaml", row("a") + row("b"));
    Terminology before = withSet("[a]").terminology();
    assertThat(tagsAfter(before, "[]")).containsExactly("a");
    assertThat(tagsAfter(before, "[gone]")).containsExactly("a");
    assertThat(tagsAfter(before, "[b]")).containsExactly("b");
  }

  @Test
  void anUnresolvedScalarLeavesTheFieldEmpty() {
    files.with("requirement_set/s.yaml", "- fields: {name: s, requirement_set_type: nope}\n");
    assertThat(find(compatible(), Kind.REQUIREMENT_SET, "s").links()).isEmpty();
  }

  @Test
  void absentFieldsOfAKnownRowKeepTheirValue() {
    files.with("unit/u.yaml", "- fields: {name: mm, name_de: Millimeter, abbreviation: mm}\n");
    Terminology before = strict().terminology();
    files.with("unit/u.yaml", "- fields: {name: mm, name_en: millimetre}\n");
    Definition unit = find(over(before, ImportMode.STRICT), Kind.UNIT, "mm");
    assertThat(unit.attributes()).isEqualTo(Map.of("abbreviation", "mm"));
    assertThat(unit.display("de")).isEqualTo("Millimeter");
    assertThat(unit.display("fr")).isEqualTo("millimetre");
  }

  @Test
  void aRowWithoutANameIsFoundByItsContent() {
    files
        .with("product/p.yaml", row("forceps"))
        .with("product_weight/w.yaml", "- fields: {product: forceps, measured: 12.5}\n");
    Terminology before = strict().terminology();
    assertThat(over(before, ImportMode.STRICT).report().counts().get(Kind.PRODUCT_WEIGHT))
        .isEqualTo(new ImportReport.Count(1, 0, 0, 1, 0));
  }

  @Test
  void oneNameWithTwoContentsIsAnErrorAndInCompatibleModeTheLastWins() {
    files.with("tag/a.yaml", "- fields: {name: kudo, colour: red}\n");
    files.with("tag/b.yaml", "- fields:\n    name: other\n- fields: {name: kudo, colour: blue}\n");
    FixtureImport.Outcome outcome = compatible();
    assertThat(find(outcome, Kind.TAG, "kudo").attributes()).containsEntry("colour", "blue");
    assertThat(only(outcome, IssueCode.DUPLICATE_NAME))
        .hasToString(
            "WARNING duplicate_name tag/b.yaml:3 tag 'kudo' was already given at tag/a.yaml:1");
    assertThat(strict().report().at(Severity.ERROR)).hasSize(1);
  }

  @Test
  void anUnquotedNoInAChoiceListIsAnErrorWithItsLine() {
    files.with(
        "finding_classification_choice/c.yaml",
        """
        - model: endoreg_db.finding_classification_choice
          fields:
            name: "visualized"
            subcategories:
              seen:
                choices:
                  - "yes"
                  - no
        """);
    FixtureImport.Outcome outcome = compatible();
    assertThat(outcome.report().accepted()).isFalse();
    assertThat(only(outcome, IssueCode.TEXT_EXPECTED))
        .hasToString(
            "ERROR text_expected finding_classification_choice/c.yaml:8 boolean (unquoted no)"
                + " where 'choices' needs text");
  }

  @Test
  void probabilitiesThatMissOneAreNormalisedInCompatibleModeOnly() {
    files.with(
        "finding_classification_choice/c.yaml",
        """
        - fields:
            name: x
            subcategories:
              s: {choices: [a, b, c], probability: [0.3, 0.3]}
        """);
    FixtureImport.Outcome outcome = compatible();
    Definition choice = find(outcome, Kind.FINDING_CLASSIFICATION_CHOICE, "x");
    assertThat(choice.descriptors().subcategories().get("s"))
        .satisfies(
            s -> assertThat(s == null ? List.of() : s.probability()).containsExactly(.5, .5, 0.0));
    assertThat(only(outcome, IssueCode.PROBABILITIES).location().line()).isEqualTo(4);
    assertThat(strict().report().accepted()).isFalse();
  }

  @Test
  void aDescriptorWithMinAboveMaxIsAnError() {
    files.with(
        "finding_classification_choice/c.yaml",
        "- fields:\n    name: x\n    numerical_descriptors:\n      cm: {min: 9, max: 1}\n");
    assertThat(only(compatible(), IssueCode.INVALID_DESCRIPTOR).location().line()).isEqualTo(4);
  }

  @Test
  void shortUnitSpellingsMeanTheCanonicalKey() {
    files
        .with("unit/u.yaml", row("milimeter"))
        .with(
            "finding_classification_choice/c.yaml",
            "- fields: {name: x, numerical_descriptors: {d: {unit: mm, min: 0, max: 9}}}\n");
    FixtureImport.Outcome outcome = compatible();
    assertThat(
            find(outcome, Kind.FINDING_CLASSIFICATION_CHOICE, "x")
                .descriptors()
                .numerical()
                .values())
        .singleElement()
        .satisfies(number -> assertThat(number.unit()).isEqualTo("milimeter"));
    assertThat(only(outcome, IssueCode.UNIT_ALIAS).severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void anOpenEndedTherapyHasNoDuration() {
    files.with("medication_schedule/m.yaml", "- fields: {name: m, therapy_duration_d: -1}\n");
    assertThat(find(strict(), Kind.MEDICATION_SCHEDULE, "m").attributes()).isEmpty();
  }

  @Test
  void aBrokenFileIsNamedAndTheOthersAreStillRead() {
    files.with("tag/a.yaml", "- fields: {name: a\n").with("tag/b.yaml", "fields: {}\n");
    files.with("tag/c.yaml", row("c") + "- just text\n").with("tag/d.yaml", row("x".repeat(101)));
    FixtureImport.Outcome outcome = compatible();
    assertThat(outcome.report().at(Severity.ERROR))
        .extracting(issue -> issue.code() + " " + issue.location())
        .containsExactly(
            "INVALID_YAML tag/a.yaml:2",
            "INVALID_ROOT_TYPE tag/b.yaml:1",
            "INVALID_ITEM_TYPE tag/c.yaml:3",
            "INVALID_NAME tag/d.yaml:2");
    assertThat(outcome.terminology().all(Kind.TAG)).containsOnlyKeys("c");
  }

  private FixtureImport.Outcome withSet(String tags) {
    files.with("requirement_set/s.yaml", "- fields: {name: s, tags: " + tags + "}\n");
    return compatible();
  }

  private List<String> tagsAfter(Terminology before, String tags) {
    withSet(tags);
    return find(over(before, ImportMode.COMPATIBLE), Kind.REQUIREMENT_SET, "s").linked("tags");
  }

  private FixtureImport.Outcome strict() {
    return over(Terminology.empty(), ImportMode.STRICT);
  }

  private FixtureImport.Outcome compatible() {
    return over(Terminology.empty(), ImportMode.COMPATIBLE);
  }

  private FixtureImport.Outcome over(Terminology before, ImportMode mode) {
    return new FixtureImport(mode).apply(before, files.tree());
  }

  private static String row(String name) {
    return "- fields:\n    name: \"" + name + "\"\n";
  }

  private static Definition find(FixtureImport.Outcome outcome, Kind kind, String name) {
    return outcome.terminology().find(kind, name).orElseThrow();
  }

  private static Issue only(FixtureImport.Outcome outcome, IssueCode code) {
    List<Issue> found =
        outcome.report().issues().stream().filter(issue -> issue.code() == code).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
