package org.endoreg.knowledge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.endoreg.platform.rules.ServiceRules;

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

  @ArchTest static final ArchTests RULES = ArchTests.in(ServiceRules.class);
}
