package org.endoreg.transfer.receiving;

import java.io.IOException;
import org.endoreg.platform.rules.StateTable;
import org.junit.jupiter.api.Test;

/** {@code mvn test -pl transfer-hub -Ddocs.write=true} writes the page anew. */
class TransferJobStatesDocTest {
  private static final StateTable STATES =
      new StateTable(
          TransferTransition.TABLE.stream()
              .map(
                  row ->
                      StateTable.Row.of(
                          row.from().wireName(), row.event(), row.to().wireName(), row.why()))
              .toList());

  @Test
  void thePageIsTheTable() throws IOException {
    StateTable.requirePage("transfer-job-states.md", page());
  }

  private static String page() {
    return """
        # States of a transfer at the hub

        Written from `TransferTransition` by its test; do not edit. A pair that is not listed changes
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
        .formatted(STATES.picture(), STATES.table());
  }
}
