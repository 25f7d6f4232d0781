package org.endoreg.platform.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Follows calls through the suite's own code: direct calls, method references, bodies of lambdas,
 * and every known implementation of an interface.
 */
final class Calls {
  private Calls() {}

  /** Everything the body of this code unit calls or refers to. */
  static Stream<JavaCodeUnitAccess<?>> of(JavaCodeUnit body) {
    return Stream.concat(
        body.getCallsFromSelf().stream(),
        Stream.concat(
            body.getMethodReferencesFromSelf().stream(),
            body.getConstructorReferencesFromSelf().stream()));
  }

  /**
   * The first access that {@code isSought}, on any path that does not enter what {@code ends} it.
   */
  static Optional<JavaCodeUnitAccess<?>> find(
      Stream<? extends JavaCodeUnitAccess<?>> start,
      Predicate<JavaCodeUnitAccess<?>> isSought,
      Predicate<JavaCodeUnit> ends) {
    Deque<JavaCodeUnitAccess<?>> open = new ArrayDeque<>();
    start.forEach(open::add);
    Set<JavaCodeUnit> seen = new HashSet<>();
    while (!open.isEmpty()) {
      JavaCodeUnitAccess<?> access = open.remove();
      if (isSought.test(access)) {
        return Optional.of(access);
      }
      for (JavaCodeUnit next : bodiesBehind(access)) {
        if (!ends.test(next) && seen.add(next)) {
          of(next).forEach(open::add);
        }
      }
    }
    return Optional.empty();
  }

  private static Set<JavaCodeUnit> bodiesBehind(JavaCodeUnitAccess<?> access) {
    Set<JavaCodeUnit> bodies = new LinkedHashSet<>();
    JavaClass owner = access.getTargetOwner();
    if (!owner.getName().startsWith("org.endoreg.")) {
      return bodies;
    }
    access.getTarget().resolveMember().ifPresent(member -> bodies.add((JavaCodeUnit) member));
    for (JavaClass subclass : owner.getAllSubclasses()) {
      subclass
          .tryGetMethod(
              access.getTarget().getName(),
              access.getTarget().getRawParameterTypes().stream()
                  .map(JavaClass::getName)
                  .toArray(String[]::new))
          .filter(method -> !method.getModifiers().contains(JavaModifier.ABSTRACT))
          .ifPresent(bodies::add);
    }
    return bodies;
  }
}
