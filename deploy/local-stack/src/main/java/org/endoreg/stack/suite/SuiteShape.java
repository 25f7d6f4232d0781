package org.endoreg.stack.suite;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What tells a suite from an ordinary one: the services it does without, settings of all services
 * and of its transfer hub alone as environment variables, and its door for other nodes.
 */
public record SuiteShape(
    Set<String> without,
    Map<String, String> settings,
    Map<String, String> transferSettings,
    Optional<NodeDoor> door) {
  /** A suite with every service and no door. */
  public static final SuiteShape WHOLE =
      new SuiteShape(Set.of(), Map.of(), Map.of(), Optional.empty());

  boolean has(ServiceKind kind) {
    return !without.contains(kind.folderName());
  }
}
