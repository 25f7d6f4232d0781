package org.endoreg.transfer.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.endoreg.backing.TestCertificates;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.work.LeaseWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a status of the hub means for a transfer, and what a site without its papers does. */
class HubLinkTest {
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private int status;

  @BeforeEach
  void aHubThatAnswersOneStatus() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "400, CONFIGURATION_REJECTION",
    "404, CONFIGURATION_REJECTION",
    "413, CONFIGURATION_REJECTION",
    "301, CONFIGURATION_REJECTION",
    "307, CONFIGURATION_REJECTION",
    "401, AUTHORIZATION_DENIAL",
    "403, AUTHORIZATION_DENIAL",
    "409, INTEGRITY_INCONSISTENCY",
    "422, INTEGRITY_INCONSISTENCY"
  })
  @Scenario("A81")
  void aRefusalEndsTheTransferWithItsClassAndNoFurtherRequest(int answer, FailureClass expected) {
    status = answer;
    assertThatThrownBy(() -> link().register("{}")).extracting("failureClass").isEqualTo(expected);
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({"408", "425", "429", "500", "502", "503"})
  @Scenario("A80")
  void whatMayPassIsAskedAgainLater(int answer) {
    status = answer;
    assertThatThrownBy(() -> link().register("{}")).isInstanceOf(HubAway.class);
  }

  @Test
  void aHubWithoutRoomIsToldFromOneThatIsAway() {
    status = 507;
    assertThatThrownBy(() -> link().register("{}"))
        .isInstanceOfSatisfying(
            HubAway.class,
            away -> assertThat(away.code()).isEqualTo(ProblemCode.INSUFFICIENT_STORAGE));
    status = 502;
    assertThatThrownBy(() -> link().register("{}"))
        .isInstanceOfSatisfying(
            HubAway.class, away -> assertThat(away.code()).isEqualTo(ProblemCode.HUB_UNAVAILABLE));
  }

  @Test
  void aHubThatIsNotThereIsAway() {
    server.stop(0);
    assertThatThrownBy(() -> link().status("x")).isInstanceOf(HubAway.class);
  }

  /** The hub takes its time; what was called off meanwhile does not arrive whole. */
  @Test
  void bytesThatAreNotWantedAnyMoreStopOnTheirWay() {
    status = 204;
    long size = 64L << 20;
    AtomicLong given = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            given.incrementAndGet();
            return 0;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            given.addAndGet(length);
            return length;
          }
        };
    LeaseWatch cancelledOnItsWay = cancelledWhen(() -> given.get() > size / 8);
    assertThatThrownBy(
            () -> link().append("x", 0, size, new WantedBytes(endless, cancelledOnItsWay)))
        .isInstanceOf(HubAway.class);
    assertThat(given.get()).isBetween(size / 8, size / 2);
  }

  private static LeaseWatch cancelledWhen(BooleanSupplier calledOff) {
    return new LeaseWatch() {
      @Override
      public boolean isLost() {
        return false;
      }

      @Override
      public boolean isCancelled() {
        return calledOff.getAsBoolean();
      }
    };
  }

  @Test
  @Scenario("A79")
  void withoutAllItsPapersASiteAsksNobody(@TempDir Path folder) throws IOException {
    Map<String, String> papers = new HashMap<>();
    String prefix = "endoreg.transfer.sender.";
    papers.put(prefix + "hub-url", "https://127.0.0.1:" + server.getAddress().getPort());
    papers.put(prefix + "secret-file", written(folder, "secret", "secret"));
    papers.put(prefix + "key-store", written(folder, "store.p12", "no key store"));
    papers.put(prefix + "key-store-password-file", written(folder, "password", "changeit"));
    papers.put(prefix + "trust-file", written(folder, "ca.pem", ""));
    for (String missing : papers.keySet()) {
      Map<String, String> incomplete = new HashMap<>(papers);
      incomplete.remove(missing);
      assertRejected(incomplete);
    }
    assertRejected(papers);
    papers.put(prefix + "hub-url", "http://127.0.0.1:" + server.getAddress().getPort());
    assertRejected(papers);
    papers.put(prefix + "secret-file", written(folder, "blank", "  "));
    assertRejected(papers);
    assertThat(asked).hasValue(0);
  }

  @Test
  void aLinkIsKeptUntilOneOfItsFilesChanges(@TempDir Path folder) throws Exception {
    Map<String, String> papers = papers(folder);
    HubLinks links = links(papers);
    HubLink first = links.open();
    assertThat(links.open()).isSameAs(first);

    written(folder, "secret", "another secret");
    HubLink renewed = links.open();
    assertThat(renewed).isNotSameAs(first);
    assertThat(links.open()).isSameAs(renewed);

    Files.delete(folder.resolve("secret"));
    assertThatThrownBy(links::open).isInstanceOf(TransferFailed.class);
  }

  private static Map<String, String> papers(Path folder) throws Exception {
    TestCertificates certificates = TestCertificates.in(folder, "site");
    String prefix = "endoreg.transfer.sender.";
    return Map.of(
        prefix + "hub-url", "https://127.0.0.1:1",
        prefix + "secret-file", written(folder, "secret", "secret"),
        prefix + "key-store", certificates.keyStore("site").toString(),
        prefix + "key-store-password-file", written(folder, "password", TestCertificates.PASSWORD),
        prefix + "trust-file", certificates.certificate("site").toString());
  }

  private static void assertRejected(Map<String, String> settings) {
    assertThatThrownBy(() -> links(settings).open())
        .extracting("failureClass")
        .isEqualTo(FailureClass.CONFIGURATION_REJECTION);
  }

  private static HubLinks links(Map<String, String> settings) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withMapping(SenderSettings.class)
            .withMapping(HubSettings.class)
            .withDefaultValue("endoreg.keys-dir", "keys")
            .withDefaultValue("endoreg.blobs.dir", "blobs")
            .withDefaultValue("endoreg.transfer.sender.staging-dir", "outgoing");
    settings.forEach(builder::withDefaultValue);
    SmallRyeConfig config = builder.build();
    return new HubLinks(
        config.getConfigMapping(SenderSettings.class), config.getConfigMapping(HubSettings.class));
  }

  private HubLink link() {
    return new HubLink(
        HttpClient.newHttpClient(),
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        "north-1",
        "secret",
        new HubLink.Patience(Duration.ofSeconds(60), Duration.ofHours(1)));
  }

  private static String written(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
