package org.endoreg.platform.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import java.util.Set;

/**
 * Every package below {@code org.endoreg} that is not shared is a service, so a new one counts too.
 */
final class KeepToItself extends ArchCondition<JavaClass> {
  private static final String ROOT = "org.endoreg.";
  private static final Set<String> SHARED = Set.of("contracts", "platform", "ffmpeg");

  KeepToItself() {
    super("depend on no other service");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    Optional<String> own = serviceOf(type);
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      Optional<String> other = serviceOf(dependency.getTargetClass());
      if (own.isPresent() && other.isPresent() && !own.equals(other)) {
        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
      }
    }
  }

  private static Optional<String> serviceOf(JavaClass type) {
    String name = type.getBaseComponentType().getName();
    if (!name.startsWith(ROOT)) {
      return Optional.empty();
    }
    String first = name.substring(ROOT.length()).split("\\.", 2)[0];
    return SHARED.contains(first) ? Optional.empty() : Optional.of(first);
  }
}
