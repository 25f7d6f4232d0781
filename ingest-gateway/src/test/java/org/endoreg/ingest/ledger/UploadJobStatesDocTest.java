package org.endoreg.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code mvn test -pl ingest-gateway -Ddocs.write=true} writes the page anew. */
class UploadJobStatesDocTest {
  private static final Path PAGE =
      Path.of(System.getProperty("hub.root", "..")).resolve("docs/upload-job-states.md");

  @Test
  void thePageIsTheTable() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).as("run with -Ddocs.write=true").isEqualTo(page());
  }

  private static String page() {
    return """
        # States of an upload job

        Written from `UploadTransition` by its test; do not edit. A pair that is not listed changes
        nothing. Terminal are %s.

        ```mermaid
        stateDiagram-v2
            [*] --> pending
        %s
        ```

        | From | Event | To | Why |
        |---|---|---|---|
        %s
        """
        .formatted(terminal(), picture(), table());
  }

  private static String terminal() {
    return Arrays.stream(UploadStatus.values())
        .filter(UploadStatus::isTerminal)
        .map(status -> "`" + status.wireName() + "`")
        .collect(Collectors.joining(", "));
  }

  private static String picture() {
    Map<String, String> arrows = new TreeMap<>();
    UploadTransition.TABLE.stream()
        .filter(row -> row.from() != row.to())
        .forEach(
            row ->
                arrows.merge(
                    row.from().wireName() + " --> " + row.to().wireName(),
                    name(row.event()),
                    (some, more) -> some + ", " + more));
    return arrows.entrySet().stream()
        .map(arrow -> "    " + arrow.getKey() + " : " + arrow.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static String table() {
    return UploadTransition.TABLE.stream()
        .map(
            row ->
                "| `%s` | `%s` | `%s` | %s |"
                    .formatted(
                        row.from().wireName(), name(row.event()), row.to().wireName(), row.why()))
        .collect(Collectors.joining("\n"));
  }

  private static String name(JobEvent event) {
    return event.name().toLowerCase(Locale.ROOT);
  }
}
