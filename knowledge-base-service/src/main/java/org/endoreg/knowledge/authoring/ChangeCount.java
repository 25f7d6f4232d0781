package org.endoreg.knowledge.authoring;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.endoreg.knowledge.terminology.Definition;
import org.endoreg.knowledge.terminology.Kind;
import org.endoreg.knowledge.terminology.Terminology;

/** Counts what an import changed by comparing the vocabulary before with the one after. */
final class ChangeCount {
  private final Set<String> names = new LinkedHashSet<>();
  private int rows;
  private int created;
  private int updated;
  private int unchanged;
  private int linkChanges;

  private ChangeCount() {}

  static Map<Kind, ImportReport.Count> of(
      Terminology before, Terminology after, List<Definition> touched) {
    Map<Kind, ChangeCount> counts = new EnumMap<>(Kind.class);
    for (Definition definition : touched) {
      ChangeCount count = counts.computeIfAbsent(definition.kind(), kind -> new ChangeCount());
      count.rows++;
      if (count.names.add(definition.name())) {
        count.compare(before, after, definition);
      }
    }
    Map<Kind, ImportReport.Count> result = new EnumMap<>(Kind.class);
    counts.forEach((kind, count) -> result.put(kind, count.total()));
    return result;
  }

  private void compare(Terminology before, Terminology after, Definition definition) {
    Optional<Definition> old = before.find(definition.kind(), definition.name());
    Definition now = after.find(definition.kind(), definition.name()).orElse(definition);
    if (old.isEmpty()) {
      created++;
    } else if (old.get().equals(now)) {
      unchanged++;
    } else {
      updated++;
    }
    Set<String> fields = new TreeSet<>(now.links().keySet());
    old.ifPresent(known -> fields.addAll(known.links().keySet()));
    linkChanges +=
        (int)
            fields.stream()
                .filter(
                    field ->
                        !old.map(d -> d.linked(field)).orElse(List.of()).equals(now.linked(field)))
                .count();
  }

  private ImportReport.Count total() {
    return new ImportReport.Count(rows, created, updated, unchanged, linkChanges);
  }
}
