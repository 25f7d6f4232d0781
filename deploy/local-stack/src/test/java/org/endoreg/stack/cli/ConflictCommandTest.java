package org.endoreg.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against answers as a hub gives them. */
class ConflictCommandTest {
  private static final String CONFLICT =
      "{'id': 7, 'kind': 'ownership', 'resource_kind': 'video', 'resource_hash': 'abc',"
          + " 'center_key': 'north', 'times': 2, 'differing_fields': ['resource_rows'],"
          + " 'existing': {'node_key': 'first', 'status': 'applied', 'registered_at': 'then'},"
          + " 'other': {'node_key': 'second', 'status': 'inconsistent', 'registered_at': 'now'},"
          + " 'allowed_decisions': ['keep_existing', 'supersede'], 'decision': %s,"
          + " 'decided_by': 'somebody', 'reason': 'moved'}";

  @TempDir private Path data = Path.of("");

  private AnsweringSuite hub;

  @BeforeEach
  void aHubRuns() throws IOException {
    hub = AnsweringSuite.on(data);
  }

  @AfterEach
  void stop() throws IOException {
    hub.close();
  }

  @Test
  void allPagesAreListedWithBothSidesAndWhatCanBeDecided() {
    String later = CONFLICT.formatted("null").replace("'id': 7", "'id': 8");
    hub.answers(
        "/api/transfer/conflicts?state=open",
        "{'results': [" + CONFLICT.formatted("null") + "], 'next': 7}");
    hub.answers(
        "/api/transfer/conflicts?state=open&after=7", "{'results': [" + later + "], 'next': null}");
    assertThat(hub.run(new ConflictCommand(), "list")).isZero();
    assertThat(hub.said())
        .contains("7 ", "8 ", "ownership, video abc of center north, came 2×")
        .contains("node first", "node second", "differs: resource_rows")
        .contains("decide: keep_existing, supersede");
  }

  @Test
  void whatWasDecidedIsListedWithWhoAndWhyAndNothingIsSaidToBeNothing() {
    hub.answers(
        "/api/transfer/conflicts?state=decided",
        "{'results': [" + CONFLICT.formatted("'supersede'") + "], 'next': null}");
    hub.answers("/api/transfer/conflicts?state=open", "{'results': [], 'next': null}");
    assertThat(hub.run(new ConflictCommand(), "list", "--decided")).isZero();
    assertThat(hub.run(new ConflictCommand(), "list")).isZero();
    assertThat(hub.said()).contains("supersede by somebody: moved", "No conflict.");
  }

  @Test
  void aDecisionIsSentWithItsReasonAndNeverWithoutOne() {
    hub.answers("/api/transfer/conflicts/7/decision", CONFLICT.formatted("'supersede'"));
    assertThat(hub.run(new ConflictCommand(), "decide", "7", "supersede")).isEqualTo(2);
    assertThat(hub.asked()).isEmpty();
    assertThat(hub.run(new ConflictCommand(), "decide", "7", "supersede", "--reason", "moved"))
        .isZero();
    assertThat(hub.said()).contains("✔ conflict 7: supersede by somebody: moved");
    assertThat(hub.asked())
        .singleElement()
        .asString()
        .startsWith("POST /api/transfer/conflicts/7/decision")
        .contains("\"decision\":\"supersede\"", "\"reason\":\"moved\"");
  }
}
