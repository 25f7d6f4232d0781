package org.endoreg.transfer.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code mvn test -pl transfer-hub -Ddocs.write=true} writes the page anew. */
class OutboundTransferStatesDocTest {
  private static final Path PAGE =
      Path.of(System.getProperty("hub.root", "..")).resolve("docs/outbound-transfer-states.md");

  @Test
  void thePageIsTheTable() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).as("run with -Ddocs.write=true").isEqualTo(page());
  }

  @Test
  void anEventLeadsToOneStatusWhereverItApplies() {
    for (OutboundEvent event : OutboundEvent.values()) {
      assertThat(OutboundTransition.TABLE.stream().filter(row -> row.event() == event))
          .extracting(OutboundTransition::to)
          .containsOnly(OutboundTransition.target(event));
    }
  }

  private static String page() {
    return """
        # States of a transfer at the site

        Written from `OutboundTransition` by its test; do not edit. A pair that is not listed changes
        nothing. Every order of steps, crashes and lost messages along this table is explored by
        `TransferExplorationTest`.

        ```mermaid
        stateDiagram-v2
        %s
        ```

        | From | Event | To | Why |
        |---|---|---|---|
        %s
        """
        .formatted(picture(), table());
  }

  private static String picture() {
    Map<String, String> arrows = new TreeMap<>();
    OutboundTransition.TABLE.stream()
        .filter(row -> !row.from().equals(row.to()))
        .forEach(
            row ->
                arrows.merge(
                    node(row.from().wireName()) + " --> " + node(row.to().wireName()),
                    row.event().name().toLowerCase(Locale.ROOT),
                    (some, more) -> some + ", " + more));
    return arrows.entrySet().stream()
        .map(arrow -> "    " + arrow.getKey() + " : " + arrow.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static String node(String state) {
    return state.replace('/', '_');
  }

  private static String table() {
    return OutboundTransition.TABLE.stream()
        .map(
            row ->
                "| `%s` | `%s` | `%s` | %s |"
                    .formatted(
                        row.from().wireName(),
                        row.event().name().toLowerCase(Locale.ROOT),
                        row.to().wireName(),
                        row.why()))
        .collect(Collectors.joining("\n"));
  }
}
