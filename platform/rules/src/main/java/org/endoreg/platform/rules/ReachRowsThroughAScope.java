package org.endoreg.platform.rules;

import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/**
 * Follows every path from a route to a query. A path is sound when a method on it takes a {@code
 * CenterScope}: the compiler then made somebody hand one over.
 */
final class ReachRowsThroughAScope extends ArchCondition<JavaMethod> {
  private static final String SCOPE = "org.endoreg.platform.access.CenterScope";
  private static final String OWNERLESS = "org.endoreg.platform.access.OwnerlessRows";
  private static final Set<String> QUERIES =
      Set.of("createQuery", "select", "attach", "prepareStatement", "executeQuery");

  ReachRowsThroughAScope() {
    super("reach rows through a CenterScope");
  }

  @Override
  public void check(JavaMethod route, ConditionEvents events) {
    if (endsPath(route)) {
      return;
    }
    Calls.find(Calls.of(route), ReachRowsThroughAScope::isQuery, ReachRowsThroughAScope::endsPath)
        .ifPresent(
            query ->
                events.add(
                    SimpleConditionEvent.violated(
                        route,
                        route.getFullName()
                            + " reaches rows without a CenterScope: "
                            + query.getDescription())));
  }

  private static boolean isQuery(JavaCodeUnitAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return QUERIES.contains(access.getTarget().getName())
        && (owner.startsWith("org.jdbi.") || owner.startsWith("java.sql."));
  }

  private static boolean endsPath(JavaCodeUnit method) {
    return method.getRawParameterTypes().stream().anyMatch(type -> type.getName().equals(SCOPE))
        || method.isAnnotatedWith(OWNERLESS)
        || method.getOwner().isAnnotatedWith(OWNERLESS);
  }
}
