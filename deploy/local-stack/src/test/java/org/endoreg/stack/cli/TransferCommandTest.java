package org.endoreg.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteLock;
import org.endoreg.stack.suite.SuiteState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against answers as the suite gives them. */
class TransferCommandTest {
  private static final String CANCELLATION = "POST /api/transfer/outbound/1/cancellation";

  @TempDir private Path data = Path.of("");

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final StringWriter said = new StringWriter();
  private HttpServer suite;
  private SuiteLock lock;

  @BeforeEach
  void aSuiteRuns() throws IOException {
    suite = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    suite.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          String answer = answers.get(exchange.getRequestURI().toString());
          byte[] body =
              (answer == null ? "{'code': 'hub_unavailable', 'detail': 'away'}" : answer)
                  .replace('\'', '"')
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer == null ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    suite.start();
    SuiteFolder folder = new SuiteFolder(data, data);
    folder.create();
    lock = SuiteLock.take(folder).orElseThrow();
    String address = "http://127.0.0.1:" + suite.getAddress().getPort();
    new ObjectMapper()
        .writeValue(
            Files.createDirectories(data.resolve("run")).resolve("suite.json").toFile(),
            new SuiteState(address, null, 1, true, List.of()));
  }

  @AfterEach
  void stop() throws IOException {
    suite.stop(0);
    lock.close();
  }

  @Test
  void allPagesAreComparedAndADifferenceEndsWithThree() {
    answers.put(
        "/api/transfer/outbound/reconciliation",
        "{'node_key': 'n', 'target_node_key': 'hub', 'compared': 200, 'agreeing': 200,"
            + " 'differences': [], 'next': 'a b'}");
    answers.put(
        "/api/transfer/outbound/reconciliation?after=a+b",
        "{'node_key': 'n', 'target_node_key': 'hub', 'compared': 5, 'agreeing': 4, 'differences':"
            + " [{'transfer_key': 'n__report__1', 'difference': 'missing_at_hub', 'local_status':"
            + " 'completed', 'hub_status': null}], 'next': null}");
    assertThat(run("reconcile")).isEqualTo(3);
    assertThat(said.toString())
        .contains("✘ missing_at_hub", "here completed, at the hub nothing", "n__report__1")
        .contains("205 compared with hub, 204 agree");
  }

  @Test
  void agreeingEndsWithNought() {
    answers.put(
        "/api/transfer/outbound/reconciliation",
        "{'node_key': 'n', 'target_node_key': 'hub', 'compared': 2, 'agreeing': 2,"
            + " 'differences': [], 'next': null}");
    assertThat(run("reconcile", "--json")).isZero();
    assertThat(said.toString()).contains("\"compared\":2", "\"differences\":[]");
  }

  @Test
  void aHubThatIsAwayIsNoDifference() {
    assertThat(run("reconcile")).isEqualTo(1);
    assertThat(said.toString()).contains("hub_unavailable: away");
  }

  @Test
  void atAHubTheListIsOfWhatCameIn() {
    answers.put("/api/info", "{'deployment_role': 'central_hub'}");
    answers.put(
        "/api/transfer/incoming",
        "[{'id': '1', 'transfer_key': 'k1', 'resource_kind': 'video', 'status': 'awaiting_media',"
            + " 'received_bytes': 5, 'size_bytes': 10, 'media_problem': null},"
            + " {'id': '2', 'transfer_key': 'k2', 'resource_kind': 'report', 'status': 'applied',"
            + " 'received_bytes': 7, 'size_bytes': 7, 'media_problem': null}]");
    assertThat(run("list", "--state", "awaiting_media")).isZero();
    assertThat(said.toString()).contains("5/10", "k1").doesNotContain("k2");
  }

  @Test
  void aTransferIsCalledOffByItsKeyAndTheSuiteSaysWhenItIsTooLate() {
    answers.put(
        "/api/transfer/outbound",
        "[{'id': '1', 'transfer_key': 'k1', 'local_status': 'uploading'},"
            + " {'id': '2', 'transfer_key': 'k2', 'local_status': 'completed'}]");
    answers.put(
        "/api/transfer/outbound/1/cancellation",
        "{'id': '1', 'transfer_key': 'k1', 'local_status': 'cancelled'}");
    assertThat(run("cancel", "k1")).isZero();
    assertThat(said.toString()).contains("✔ cancelled k1");
    assertThat(run("cancel", "k1", "--json")).isZero();
    assertThat(said.toString()).contains("\"local_status\":\"cancelled\"");
    assertThat(run("cancel", "k2")).isEqualTo(1);
    assertThat(said.toString()).contains("hub_unavailable: away");
    assertThat(run("cancel", "k3")).isEqualTo(1);
    assertThat(said.toString()).contains("no such transfer");
    assertThat(asked).endsWith("GET /api/transfer/outbound").contains(CANCELLATION);
  }

  private int run(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--data";
    all[arguments.length + 1] = data.toString();
    return Endoreg.commands(new TransferCommand())
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .execute(all);
  }
}
