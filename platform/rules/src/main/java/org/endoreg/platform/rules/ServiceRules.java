package org.endoreg.platform.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The rules of every service. A service holds them with {@code @ArchTest static final ArchTests
 * RULES = ArchTests.in(ServiceRules.class)} over its own classes.
 */
public final class ServiceRules {

  /** Services know each other by topics only. */
  @ArchTest
  public static final ArchRule NO_SERVICE_IMPORTS_ANOTHER =
      classes()
          .should(new KeepToItself())
          .because("services talk through topics; move the shared record to contracts")
          .allowEmptyShould(true);

  /** Default deny has no exception. */
  @ArchTest
  public static final ArchRule EVERY_ROUTE_NAMES_A_CAPABILITY =
      methods()
          .that(describe("are routes", Routes::isRoute))
          .should()
          .beAnnotatedWith("org.endoreg.platform.access.Needs")
          .orShould()
          .beAnnotatedWith("org.endoreg.platform.access.SignedIn")
          .orShould()
          .beAnnotatedWith("org.endoreg.platform.access.FromNode")
          .because("a route without a capability answers nobody; add @Needs(Capability...)")
          .allowEmptyShould(true);

  /** What waits for a disk or a database waits on a worker thread. */
  @ArchTest
  public static final ArchRule NOTHING_BLOCKS_AN_EVENT_LOOP =
      methods()
          .should(new NotBlockAnEventLoop())
          .because(
              "one blocked event loop stops every request of the service; return the plain value"
                  + " (the framework then takes a worker thread), add @Blocking or use executeBlocking")
          .allowEmptyShould(true);

  /** A feature can be read, tested and moved without the one that uses it. */
  @ArchTest
  public static final ArchRule FEATURES_FORM_NO_CYCLE =
      slices()
          .matching("org.endoreg.(*).(*)..")
          .should()
          .beFreeOfCycles()
          .because(
              "package-info says what each feature may use; turn one dependency round or move"
                  + " the type both need")
          .allowEmptyShould(true);

  /** A name that fits everything says nothing. */
  @ArchTest
  public static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
          .that(describe("are written by hand", ServiceRules::isWrittenByHand))
          .should()
          .haveNameMatching(".*(Utils?|Helpers?|Impl|Managers?)")
          .because("name it by what it is in the domain; move each method to the type it is about")
          .allowEmptyShould(true);

  /** Whoever asks sees rows of their centers only. */
  @ArchTest
  public static final ArchRule OWNED_ROWS_ARE_READ_IN_A_SCOPE =
      methods()
          .that(describe("are routes", Routes::isRoute))
          .should(new ReachRowsThroughAScope())
          .because(
              "rows belong to centers; hand the caller's CenterScope to the repository method"
                  + " and use it in the query, or mark rows nobody owns with @OwnerlessRows(\"why\")")
          .allowEmptyShould(true);

  private ServiceRules() {}

  private static boolean isWrittenByHand(JavaClass type) {
    return !type.getName().contains("_") && !type.getSimpleName().isEmpty();
  }
}
