package org.endoreg.knowledge.terminology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a person still has to say after picking a choice: selections and measured values, by field
 * name in the author's order. A patient record copies these definitions when the choice is used.
 */
public record Descriptors(
    Map<String, Subcategory> subcategories, Map<String, NumericDescriptor> numerical) {
  /** A choice that says everything by itself. */
  public static final Descriptors NONE = new Descriptors(Map.of(), Map.of());

  public Descriptors {
    subcategories = Collections.unmodifiableMap(new LinkedHashMap<>(subcategories));
    numerical = Collections.unmodifiableMap(new LinkedHashMap<>(numerical));
  }
}
