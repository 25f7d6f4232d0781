package org.endoreg.platform.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table of transitions as a page shows it: a picture of the states and a row for each pair of
 * state and event. Pages are compared with the table by a test and written anew with {@code
 * -Ddocs.write=true}.
 */
public record StateTable(List<Row> rows) {

  /** Copies the rows. */
  public StateTable {
    rows = List.copyOf(rows);
  }

  /** One transition in the names of the page. */
  public record Row(String from, String event, String to, String why) {
    /** Events are named as their constants, in lower case. */
    public static Row of(String from, Enum<?> event, String to, String why) {
      return new Row(from, event.name().toLowerCase(Locale.ROOT), to, why);
    }
  }

  /** Arrows of a Mermaid state diagram; events between the same two states share one. */
  public String picture() {
    Map<String, String> arrows = new TreeMap<>();
    rows.stream()
        .filter(row -> !row.from().equals(row.to()))
        .forEach(
            row ->
                arrows.merge(
                    node(row.from()) + " --> " + node(row.to()),
                    row.event(),
                    (some, more) -> some + ", " + more));
    return arrows.entrySet().stream()
        .map(arrow -> "    " + arrow.getKey() + " : " + arrow.getValue())
        .collect(Collectors.joining("\n"));
  }

  /** Rows of a Markdown table: from, event, to, why. */
  public String table() {
    return rows.stream()
        .map(
            row ->
                "| `%s` | `%s` | `%s` | %s |"
                    .formatted(row.from(), row.event(), row.to(), row.why()))
        .collect(Collectors.joining("\n"));
  }

  /**
   * Holds a page of {@code docs/} to its content, or writes it when that is asked for.
   *
   * @throws AssertionError when the page says something else
   */
  public static void requirePage(String name, String content) throws IOException {
    Path page = Path.of(System.getProperty("hub.root", "..")).resolve("docs").resolve(name);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(page, content);
    }
    if (!Files.readString(page).equals(content)) {
      throw new AssertionError(page + " is not its table: run with -Ddocs.write=true");
    }
  }

  /** A diagram takes no slash in a name. */
  private static String node(String state) {
    return state.replace('/', '_');
  }
}
