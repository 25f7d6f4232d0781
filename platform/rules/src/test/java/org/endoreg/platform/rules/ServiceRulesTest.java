package org.endoreg.platform.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule finds what was planted for it, and nothing else. */
class ServiceRulesTest {
  private static final JavaClasses PLANTED =
      new ClassFileImporter()
          .importPackages("org.endoreg.plantedfirst", "org.endoreg.plantedsecond");

  @Test
  void anImportOfAnotherServiceIsFound() {
    assertThat(found(ServiceRules.NO_SERVICE_IMPORTS_ANOTHER))
        .isNotEmpty()
        .allSatisfy(
            fault ->
                assertThat(fault).contains("plantedsecond.Neighbour", "plantedfirst.rows.Rows"));
  }

  @Test
  void aRouteOfAnyVerbWithoutCapabilityIsFound() {
    assertThat(found(ServiceRules.EVERY_ROUTE_NAMES_A_CAPABILITY))
        .hasSize(3)
        .anyMatch(fault -> fault.contains("getWithoutCapability"))
        .anyMatch(fault -> fault.contains("patchWithoutCapability"))
        .anyMatch(fault -> fault.contains("headWithoutCapability"));
  }

  @Test
  void rowsReadOutsideAScopeAreFoundOnEveryPath() {
    assertThat(found(ServiceRules.OWNED_ROWS_ARE_READ_IN_A_SCOPE))
        .hasSize(3)
        .anyMatch(fault -> fault.contains("unscopedDirectly"))
        .anyMatch(fault -> fault.contains("unscopedByReference"))
        .anyMatch(fault -> fault.contains("unscopedBehindAnInterface"));
  }

  @Test
  void whatBlocksAnEventLoopIsFound() {
    assertThat(found(ServiceRules.NOTHING_BLOCKS_AN_EVENT_LOOP))
        .hasSize(4)
        .anyMatch(fault -> fault.contains("blockingUni"))
        .anyMatch(fault -> fault.contains("blockingNonBlocking"))
        .anyMatch(fault -> fault.contains("handlerThatBlocks"))
        .anyMatch(fault -> fault.contains("NamedHandler.handle"));
  }

  @Test
  void aCycleOfFeaturesIsFound() {
    assertThat(found(ServiceRules.FEATURES_FORM_NO_CYCLE))
        .hasSize(1)
        .allSatisfy(fault -> assertThat(fault).contains("chicken", "egg"));
  }

  @Test
  void namesThatSayNothingAreFound() {
    assertThat(found(ServiceRules.NAMES_SAY_WHAT_A_CLASS_IS)).hasSize(5);
  }

  @Test
  void everyFailureSaysWhatToDo() {
    assertThat(
            List.of(
                ServiceRules.NO_SERVICE_IMPORTS_ANOTHER,
                ServiceRules.EVERY_ROUTE_NAMES_A_CAPABILITY,
                ServiceRules.NOTHING_BLOCKS_AN_EVENT_LOOP,
                ServiceRules.FEATURES_FORM_NO_CYCLE,
                ServiceRules.NAMES_SAY_WHAT_A_CLASS_IS,
                ServiceRules.OWNED_ROWS_ARE_READ_IN_A_SCOPE))
        .allSatisfy(rule -> assertThat(rule.getDescription()).contains(", because "));
  }

  private static List<String> found(ArchRule rule) {
    return rule.evaluate(PLANTED).getFailureReport().getDetails();
  }
}
