package org.endoreg.knowledge.terminology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One entry of the vocabulary, identified by kind and natural key. Links hold the names of what it
 * refers to, by relation field; attributes hold the plain values that only its own kind reads.
 */
public record Definition(
    Kind kind,
    String name,
    Labels labels,
    Map<String, Object> attributes,
    Map<String, List<String>> links,
    Descriptors descriptors) {

  public Definition {
    if (name.isBlank() || name.length() > kind.nameLimit()) {
      throw new IllegalArgumentException(
          "a " + kind.key() + " needs a name of 1 to " + kind.nameLimit() + " characters");
    }
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    Map<String, List<String>> copied = new LinkedHashMap<>();
    links.forEach((field, names) -> copied.put(field, List.copyOf(names)));
    links = Collections.unmodifiableMap(copied);
  }

  /** What a person reads: the label in this language, else English, German, the name itself. */
  public String display(String language) {
    return labels.name(language).orElse(name);
  }

  /** Names this definition refers to through a relation field, in the author's order. */
  public List<String> linked(String field) {
    return links.getOrDefault(field, List.of());
  }
}
