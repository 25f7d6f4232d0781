package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes through a real HAProxy with the configuration of {@code deploy/haproxy}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(RunningHub.NAME)
class HaproxyDoorTest {
  private static final String CENTER = "north";
  private static final String REFUSED = "mutual_tls_required";

  private final RunningHub hub = RunningHub.get();
  private TransferDoor door;
  private RegisteredNode node;

  @BeforeAll
  void openTheDoor() throws IOException {
    assumeThat(TransferDoor.isPossibleWithHaproxy()).as("HAProxy is installed").isTrue();
    door = TransferDoor.openHaproxy(hub.suite());
    node = RegisteredNode.at(door, hub, CENTER);
  }

  @AfterAll
  void close() {
    if (door != null) {
      door.close();
    }
  }

  @Test
  void aNodeIsLetInAndItsTransferIsThere() {
    HttpResponse<String> registered =
        node.calls().register(node.report(ReportRegistration.freshDigest()));
    assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
    String key = SendingNode.json(registered).path("transfer_key").asText();
    assertThat(node.calls().status(key).statusCode()).isEqualTo(200);
  }

  @Test
  @Scenario({"A51", "A52"})
  void whoHasNoCertificateIsRefusedWhateverTheyClaim() {
    SendingNode nobody = SendingNode.at(door, null);
    SendingNode liar =
        nobody
            .with("X-Client-Cert-Verified", "SUCCESS")
            .with("X-Client-Cert", door.fingerprint(node.key()));
    for (HttpResponse<String> answer : List.of(nobody.status("none"), liar.status("none"))) {
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(code(answer)).isEqualTo(REFUSED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/../../../info", "/%2e%2e/info", "//none", "/%2E%2E%2fnone", "/a;b"})
  void aPathThatTheHubWouldReadOtherwiseIsNotThere(String end) {
    HttpResponse<String> answer = node.calls().send("GET", end, new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).as("the hub was not asked").doesNotContain("code");
  }

  @Test
  @Scenario("A53")
  void theCertificateOfOneNodeDoesNotOpenForAnother() {
    RegisteredNode.Secret other = RegisteredNode.registeredAlone(hub, CENTER);
    SendingNode mixed = node.calls().as(other.key(), other.text());
    assertThat(code(mixed.status("none"))).isEqualTo("node_certificate_mismatch");
  }

  @Test
  void aCertificateOnTheListIsNobodysAsSoonAsTheListIsReadAnew() throws IOException {
    RegisteredNode leaving = RegisteredNode.at(door, hub, CENTER);
    assertThat(leaving.calls().status("none").statusCode()).isEqualTo(404);
    door.revoke(leaving.key());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        code(
                            SendingNode.at(door, door.certificateOf(leaving.key())).status("none")))
                    .isEqualTo(REFUSED));
  }

  private static String code(HttpResponse<String> answer) {
    return SendingNode.json(answer).path("code").asText();
  }
}
