package org.endoreg.knowledge.authoring;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.endoreg.knowledge.terminology.Kind;

/**
 * What an import did, kind by kind, and everything it had to say about the files. An import with an
 * error is not accepted: its counts describe what it would have done.
 */
public record ImportReport(ImportMode mode, Map<Kind, Count> counts, List<Issue> issues) {
  public ImportReport {
    counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    issues = List.copyOf(issues);
  }

  /**
   * Rows read for one kind and what became of the definitions they name.
   *
   * @param linkChanges relation fields whose targets differ afterwards
   */
  public record Count(int rows, int created, int updated, int unchanged, int linkChanges) {}

  /** Whether the result may be stored. */
  public boolean accepted() {
    return at(Severity.ERROR).isEmpty();
  }

  /** Issues of one weight, in file order of discovery. */
  public List<Issue> at(Severity severity) {
    return issues.stream().filter(issue -> issue.severity() == severity).toList();
  }
}
