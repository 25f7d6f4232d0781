package org.endoreg.knowledge.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.endoreg.knowledge.terminology.Definition;
import org.endoreg.knowledge.terminology.Terminology;

/**
 * Applies a fixture tree to a vocabulary. Names are gathered first and references resolved in a
 * second pass, so the order of rows does not matter; applying the same tree twice changes nothing.
 */
public final class FixtureImport {
  private final ImportMode mode;

  public FixtureImport(ImportMode mode) {
    this.mode = mode;
  }

  /** Vocabulary after the import together with its report; worthless if not accepted. */
  public record Outcome(Terminology terminology, ImportReport report) {}

  /** What the vocabulary becomes when this tree is read on top of it. */
  public Outcome apply(Terminology existing, FixtureTree tree) {
    Issues issues = new Issues(mode);
    List<FixtureRow> rows = new FixtureReader(tree, issues).rows();
    DefinitionMerge merge = new DefinitionMerge(existing, rows, issues);
    noteRepeatedNames(rows, issues);
    List<Definition> touched = new ArrayList<>();
    rows.forEach(row -> touched.add(merge.apply(row)));
    Terminology after = merge.result();
    return new Outcome(
        after, new ImportReport(mode, ChangeCount.of(existing, after, touched), issues.found()));
  }

  private static void noteRepeatedNames(List<FixtureRow> rows, Issues issues) {
    Map<String, FixtureRow> first = new LinkedHashMap<>();
    for (FixtureRow row : rows) {
      if (row.name() == null) {
        continue;
      }
      String key = row.kind().key() + " '" + row.name() + "'";
      FixtureRow earlier = first.putIfAbsent(key, row);
      if (earlier != null) {
        IssueCode code =
            earlier.sameContentAs(row) ? IssueCode.REPEATED_ROW : IssueCode.DUPLICATE_NAME;
        issues.add(code, row.location(), key + " was already given at " + earlier.location());
      }
    }
  }
}
