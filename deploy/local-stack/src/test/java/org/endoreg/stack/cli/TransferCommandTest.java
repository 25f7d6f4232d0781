package org.endoreg.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against answers as the suite gives them. */
class TransferCommandTest {
  @TempDir private Path data = Path.of("");

  private AnsweringSuite suite;

  @BeforeEach
  void aSuiteRuns() throws IOException {
    suite = AnsweringSuite.on(data);
  }

  @AfterEach
  void stop() throws IOException {
    suite.close();
  }

  @Test
  void allPagesAreComparedAndADifferenceEndsWithThree() {
    suite.answers(
        "/api/transfer/outbound/reconciliation",
        "{'node_key': 'n', 'target_node_key': 'hub', 'compared': 200, 'agreeing': 200,"
            + " 'differences': [], 'next': 'a b'}");
    suite.answers(
        "/api/transfer/outbound/reconciliation?after=a+b",
        "{'node_key': 'n', 'target_node_key': 'hub', 'compared': 5, 'agreeing': 4, 'differences':"
            + " [{'transfer_key': 'n__report__1', 'difference': 'missing_at_hub', 'local_status':"
            + " 'completed', 'hub_status': null}], 'next': null}");
    assertThat(run("reconcile")).isEqualTo(3);
    assertThat(suite.said())
        .contains("✘ missing_at_hub", "here completed, at the hub nothing", "n__report__1")
        .contains("205 compared with hub, 204 agree");
  }

  @Test
  void agreeingEndsWithNought() {
    suite.answers(
        "/api/transfer/outbound/reconciliation",
        "{'node_key': 'n', 'target_node_key': 'hub', 'compared': 2, 'agreeing': 2,"
            + " 'differences': [], 'next': null}");
    assertThat(run("reconcile", "--json")).isZero();
    assertThat(suite.said()).contains("\"compared\":2", "\"differences\":[]");
  }

  @Test
  void aHubThatIsAwayIsNoDifference() {
    assertThat(run("reconcile")).isEqualTo(1);
    assertThat(suite.said()).contains("hub_unavailable: away");
  }

  @Test
  void atAHubTheListIsOfWhatCameIn() {
    suite.answers("/api/info", "{'deployment_role': 'central_hub'}");
    suite.answers(
        "/api/transfer/incoming",
        "[{'id': '1', 'transfer_key': 'k1', 'resource_kind': 'video', 'status': 'awaiting_media',"
            + " 'received_bytes': 5, 'size_bytes': 10, 'media_problem': null},"
            + " {'id': '2', 'transfer_key': 'k2', 'resource_kind': 'report', 'status': 'applied',"
            + " 'received_bytes': 7, 'size_bytes': 7, 'media_problem': null}]");
    assertThat(run("list", "--state", "awaiting_media")).isZero();
    assertThat(suite.said()).contains("5/10", "k1").doesNotContain("k2");
  }

  @Test
  void aTransferIsCalledOffByItsKeyAndTheSuiteSaysWhenItIsTooLate() {
    suite.answers(
        "/api/transfer/outbound",
        "[{'id': '1', 'transfer_key': 'k1', 'local_status': 'uploading'},"
            + " {'id': '2', 'transfer_key': 'k2', 'local_status': 'completed'}]");
    suite.answers(
        "/api/transfer/outbound/1/cancellation",
        "{'id': '1', 'transfer_key': 'k1', 'local_status': 'cancelled'}");
    assertThat(run("cancel", "k1")).isZero();
    assertThat(suite.said()).contains("✔ cancelled k1");
    assertThat(run("cancel", "k1", "--json")).isZero();
    assertThat(suite.said()).contains("\"local_status\":\"cancelled\"");
    assertThat(run("cancel", "k2")).isEqualTo(1);
    assertThat(suite.said()).contains("hub_unavailable: away");
    assertThat(run("cancel", "k3")).isEqualTo(1);
    assertThat(suite.said()).contains("no such transfer");
    assertThat(suite.asked())
        .endsWith("GET /api/transfer/outbound")
        .contains("POST /api/transfer/outbound/1/cancellation {}");
  }

  private int run(String... arguments) {
    return suite.run(new TransferCommand(), arguments);
  }
}
