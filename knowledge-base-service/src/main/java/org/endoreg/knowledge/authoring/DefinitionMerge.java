package org.endoreg.knowledge.authoring;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.endoreg.knowledge.terminology.Definition;
import org.endoreg.knowledge.terminology.Descriptors;
import org.endoreg.knowledge.terminology.Kind;
import org.endoreg.knowledge.terminology.Labels;
import org.endoreg.knowledge.terminology.NumericDescriptor;
import org.endoreg.knowledge.terminology.Relations;
import org.endoreg.knowledge.terminology.Terminology;

/**
 * Writes rows over definitions. Given fields replace, absent fields stay; a list of references
 * replaces the links unless nothing of it resolves, in which case the links stay as they were.
 */
final class DefinitionMerge {
  private final Map<Kind, Map<String, Definition>> working = new EnumMap<>(Kind.class);
  private final Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);
  private final Issues issues;

  DefinitionMerge(Terminology existing, List<FixtureRow> rows, Issues issues) {
    this.issues = issues;
    for (Kind kind : Kind.values()) {
      working.put(kind, new LinkedHashMap<>(existing.all(kind)));
      names.put(kind, new HashSet<>(existing.all(kind).keySet()));
    }
    for (FixtureRow row : rows) {
      if (row.name() != null) {
        known(row.kind()).add(row.name());
      }
    }
  }

  /** Applies one row and gives the definition it made. */
  Definition apply(FixtureRow row) {
    Map<String, List<String>> resolved = resolve(row);
    Optional<Definition> old = existing(row, resolved);
    String name = old.map(Definition::name).orElseGet(() -> nameOf(row, resolved));
    Definition merged =
        new Definition(
            row.kind(),
            name,
            old.map(Definition::labels).orElse(Labels.NONE).overlaidBy(row.labels()),
            attributes(old, row),
            links(old, row, resolved),
            descriptors(old, row));
    definitions(row.kind()).put(name, merged);
    return merged;
  }

  Terminology result() {
    return new Terminology(
        working.values().stream().flatMap(byName -> byName.values().stream()).toList());
  }

  private Optional<Definition> existing(FixtureRow row, Map<String, List<String>> resolved) {
    if (row.name() != null) {
      return Optional.ofNullable(definitions(row.kind()).get(row.name()));
    }
    return definitions(row.kind()).values().stream()
        .filter(known -> known.attributes().entrySet().containsAll(given(row).entrySet()))
        .filter(known -> known.links().entrySet().containsAll(resolved.entrySet()))
        .findFirst();
  }

  /** A row without a name is known by what it says, so the same row always gets the same key. */
  private static String nameOf(FixtureRow row, Map<String, List<String>> resolved) {
    if (row.name() != null) {
      return row.name();
    }
    String content = given(row) + "\n" + new TreeMap<>(resolved);
    return "row-" + UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> attributes(Optional<Definition> old, FixtureRow row) {
    Map<String, Object> merged = new TreeMap<>(old.map(Definition::attributes).orElse(Map.of()));
    merged.keySet().removeAll(row.attributes().keySet());
    merged.putAll(given(row));
    return merged;
  }

  private static Map<String, Object> given(FixtureRow row) {
    Map<String, Object> given = new TreeMap<>(row.attributes());
    given.values().removeIf(""::equals);
    return given;
  }

  private static Map<String, List<String>> links(
      Optional<Definition> old, FixtureRow row, Map<String, List<String>> resolved) {
    Map<String, List<String>> merged =
        new LinkedHashMap<>(old.map(Definition::links).orElse(Map.of()));
    row.references()
        .forEach(
            (field, reference) -> {
              List<String> targets = resolved.getOrDefault(field, List.of());
              if (!targets.isEmpty()) {
                merged.put(field, targets);
              } else if (!reference.many()) {
                merged.remove(field);
              }
            });
    return merged;
  }

  private Map<String, List<String>> resolve(FixtureRow row) {
    Map<String, List<String>> resolved = new LinkedHashMap<>();
    row.references()
        .forEach(
            (field, reference) -> {
              List<String> found =
                  reference.names().stream()
                      .filter(name -> resolves(row, field, name, reference))
                      .toList();
              if (!found.isEmpty()) {
                resolved.put(field, found);
              }
            });
    return resolved;
  }

  private boolean resolves(
      FixtureRow row, String field, String name, FixtureRow.Reference reference) {
    Kind target = Relations.of(row.kind()).getOrDefault(field, row.kind());
    if (known(target).contains(name)) {
      return true;
    }
    int line = reference.lineOf().getOrDefault(name, row.location().line());
    issues.add(
        IssueCode.UNRESOLVED_REFERENCE,
        new Location(row.location().file(), line),
        field + " names the unknown " + target.key() + " '" + name + "'");
    return false;
  }

  private Descriptors descriptors(Optional<Definition> old, FixtureRow row) {
    Descriptors given = row.descriptors();
    if (given == null) {
      return old.map(Definition::descriptors).orElse(Descriptors.NONE);
    }
    Map<String, NumericDescriptor> numerical = new LinkedHashMap<>();
    given.numerical().forEach((key, number) -> numerical.put(key, withKnownUnit(row, number)));
    return new Descriptors(given.subcategories(), numerical);
  }

  private NumericDescriptor withKnownUnit(FixtureRow row, NumericDescriptor number) {
    String unit = number.unit();
    if (unit == null || known(Kind.UNIT).contains(unit)) {
      return number;
    }
    Optional<String> meant =
        KnownSpellings.unitMeantBy(unit).filter(key -> known(Kind.UNIT).contains(key));
    if (meant.isPresent()) {
      issues.add(
          IssueCode.UNIT_ALIAS, row.location(), "unit '" + unit + "' means '" + meant.get() + "'");
    } else {
      issues.add(IssueCode.UNRESOLVED_REFERENCE, row.location(), "unit '" + unit + "' is unknown");
    }
    return number.in(meant.orElse(null));
  }

  private Map<String, Definition> definitions(Kind kind) {
    return working.computeIfAbsent(kind, absent -> new LinkedHashMap<>());
  }

  private Set<String> known(Kind kind) {
    return names.computeIfAbsent(kind, absent -> new HashSet<>());
  }
}
