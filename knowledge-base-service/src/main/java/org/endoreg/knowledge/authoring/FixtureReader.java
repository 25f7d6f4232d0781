package org.endoreg.knowledge.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.endoreg.knowledge.terminology.Kind;

/**
 * Reads all rows of a fixture tree: kinds in load order, files of a kind ascending by name, rows in
 * file order. Files that no kind reads are mentioned, because a misspelled folder would otherwise
 * lose its content in silence.
 */
final class FixtureReader {
  private final FixtureTree tree;
  private final Issues issues;

  FixtureReader(FixtureTree tree, Issues issues) {
    this.tree = tree;
    this.issues = issues;
  }

  List<FixtureRow> rows() {
    List<FixtureRow> rows = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      tree.directlyIn(kind.directory())
          .forEach((file, bytes) -> rows.addAll(rows(kind, file, bytes)));
    }
    noteStrayFiles();
    return rows;
  }

  private List<FixtureRow> rows(Kind kind, String file, byte[] bytes) {
    YamlValue root;
    try {
      root = YamlReader.read(bytes);
    } catch (YamlFault e) {
      issues.add(
          IssueCode.INVALID_YAML, new Location(file, e.line()), String.valueOf(e.getMessage()));
      return List.of();
    }
    if (root instanceof YamlValue.Nothing) {
      return List.of();
    }
    if (!(root instanceof YamlValue.Items list)) {
      issues.add(
          IssueCode.INVALID_ROOT_TYPE, new Location(file, root.line()), "the file must be a list");
      return List.of();
    }
    RowReader reader = new RowReader(kind, file, issues);
    return list.items().stream().flatMap(item -> reader.read(item).stream()).toList();
  }

  private void noteStrayFiles() {
    Set<String> folders =
        Stream.of(Kind.values()).map(Kind::directory).collect(Collectors.toUnmodifiableSet());
    tree.paths().stream()
        .filter(path -> path.contains("/") && !folders.contains(FixtureTree.folderOf(path)))
        .forEach(
            path ->
                issues.add(
                    IssueCode.UNKNOWN_DIRECTORY,
                    new Location(path, 1),
                    "no kind of definition is read from this folder"));
  }
}
