package org.endoreg.knowledge.authoring;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.endoreg.knowledge.terminology.Descriptors;
import org.endoreg.knowledge.terminology.Kind;
import org.endoreg.knowledge.terminology.Labels;
import org.jspecify.annotations.Nullable;

/**
 * One row of a fixture file after reading and before its references are resolved. It holds only
 * what the author gave, so that a row without a field leaves that field of the definition alone.
 *
 * @param name natural key, null for a row that is found by its content
 * @param attributes given plain values; an explicit null is an empty text
 * @param references given relation fields
 * @param descriptors given descriptors, null when the row has none
 */
record FixtureRow(
    Kind kind,
    Location location,
    @Nullable String name,
    Labels labels,
    Map<String, Object> attributes,
    Map<String, Reference> references,
    @Nullable Descriptors descriptors) {

  /** A relation as written, each name with its line: a list links many, a scalar links one. */
  record Reference(Map<String, Integer> lineOf, boolean many) {
    List<String> names() {
      return List.copyOf(lineOf.keySet());
    }
  }

  /** Whether two rows of the same name also say the same. */
  boolean sameContentAs(FixtureRow other) {
    return labels.equals(other.labels)
        && attributes.equals(other.attributes)
        && names(references).equals(names(other.references))
        && Objects.equals(descriptors, other.descriptors);
  }

  private static Map<String, List<String>> names(Map<String, Reference> references) {
    return references.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().names()));
  }
}
