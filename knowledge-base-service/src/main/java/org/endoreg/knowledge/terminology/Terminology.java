package org.endoreg.knowledge.terminology;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A complete, immutable vocabulary. It answers by kind and name and walks the reporting graph:
 * examination to findings, finding to classifications, classification to choices. Two vocabularies
 * with the same definitions are equal.
 */
public final class Terminology {
  private final Map<Kind, Map<String, Definition>> byKind = new EnumMap<>(Kind.class);

  /** A vocabulary of these definitions; of two with the same kind and name the later one stays. */
  public Terminology(Collection<Definition> definitions) {
    for (Definition definition : definitions) {
      byKind
          .computeIfAbsent(definition.kind(), kind -> new LinkedHashMap<>())
          .put(definition.name(), definition);
    }
  }

  /** A vocabulary without a word. */
  public static Terminology empty() {
    return new Terminology(List.of());
  }

  /** Every definition, kinds in load order. */
  public Stream<Definition> definitions() {
    return byKind.values().stream().flatMap(byName -> byName.values().stream());
  }

  /** All definitions of one kind by name, in the order they were first defined. */
  public Map<String, Definition> all(Kind kind) {
    return Collections.unmodifiableMap(byKind.getOrDefault(kind, Map.of()));
  }

  /** The definition with this natural key. */
  public Optional<Definition> find(Kind kind, String name) {
    return Optional.ofNullable(all(kind).get(name));
  }

  /** Findings that may be reported in an examination. */
  public List<Definition> findingsOf(String examination) {
    return referring(Kind.FINDING, "examinations", examination);
  }

  /** Classifications that describe a finding. */
  public List<Definition> classificationsOf(String finding) {
    return referring(Kind.FINDING_CLASSIFICATION, "findings", finding);
  }

  /** Values a classification offers, in the author's order. */
  public List<Definition> choicesOf(String classification) {
    return find(Kind.FINDING_CLASSIFICATION, classification).stream()
        .flatMap(found -> found.linked("choices").stream())
        .flatMap(name -> find(Kind.FINDING_CLASSIFICATION_CHOICE, name).stream())
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Terminology that && byKind.equals(that.byKind);
  }

  @Override
  public int hashCode() {
    return byKind.hashCode();
  }

  private List<Definition> referring(Kind kind, String field, String name) {
    return all(kind).values().stream()
        .filter(definition -> definition.linked(field).contains(name))
        .toList();
  }
}
