package org.endoreg.knowledge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ws.rs.GET;
import org.endoreg.platform.access.Needs;

@AnalyzeClasses(
    packages = "org.endoreg.knowledge",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule VOCABULARY_RULES_ARE_PURE =
      noClasses()
          .that()
          .resideInAnyPackage("..terminology..", "..authoring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "io.quarkus..", "org.jdbi..", "java.sql..")
          .because("they are tested without starting anything; do I/O in catalogue");

  @ArchTest
  static final ArchRule TERMINOLOGY_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("..terminology..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..authoring..", "..catalogue..", "..patients..", "..examinations..", "..linking..")
          .because("it is the ground floor; move what needs more to the feature that needs it");

  @ArchTest
  static final ArchRule FEATURES_FORM_NO_CYCLE =
      slices()
          .matching("org.endoreg.knowledge.(*)..")
          .should()
          .beFreeOfCycles()
          .because("package-info says what each may use; turn the dependency or move the type");

  @ArchTest
  static final ArchRule EVERY_ROUTE_NAMES_A_CAPABILITY =
      methods()
          .that()
          .areAnnotatedWith(GET.class)
          .should()
          .beAnnotatedWith(Needs.class)
          .because("a route without @Needs answers nobody");

  @ArchTest
  static final ArchRule NO_SERVICE_IMPORTS_ANOTHER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.endoreg.media..",
              "org.endoreg.ingest..",
              "org.endoreg.anonymizer..",
              "org.endoreg.transfer..",
              "org.endoreg.watcher..")
          .because("services talk through topics; share a record in contracts instead");
}
