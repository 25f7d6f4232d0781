package org.endoreg.ingest.ledger;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.endoreg.platform.rules.StateTable;
import org.junit.jupiter.api.Test;

/** {@code mvn test -pl ingest-gateway -Ddocs.write=true} writes the page anew. */
class UploadJobStatesDocTest {
  private static final StateTable STATES =
      new StateTable(
          UploadTransition.TABLE.stream()
              .map(
                  row ->
                      StateTable.Row.of(
                          row.from().wireName(), row.event(), row.to().wireName(), row.why()))
              .toList());

  @Test
  void thePageIsTheTable() throws IOException {
    StateTable.requirePage("upload-job-states.md", page());
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
        .formatted(terminal(), STATES.picture(), STATES.table());
  }

  private static String terminal() {
    return Arrays.stream(UploadStatus.values())
        .filter(UploadStatus::isTerminal)
        .map(status -> "`" + status.wireName() + "`")
        .collect(Collectors.joining(", "));
  }
}
