package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.endoreg.backing.Ports;
import org.endoreg.backing.TestCertificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A watcher elsewhere, without keys, store and broker, ships to the hub's real gateway by mutual
 * TLS.
 */
@ResourceLock(RunningHub.NAME)
class HubGatewayWatcherTest {
  private static final Path SERVICE =
      Path.of(System.getProperty("hub.root", "."))
          .resolve("watcher-agent/target/quarkus-app/quarkus-run.jar");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final RunningHub HUB = RunningHub.get();

  @TempDir private static Path site = Path.of("");
  private static TestCertificates certificates;
  private static MutualTlsEdge edge;
  private static Process watcher;

  @BeforeAll
  static void startTheSite() throws Exception {
    certificates = TestCertificates.in(site, "server", "client");
    edge = new MutualTlsEdge(URI.create(HUB.suite().address()), certificates);
    watcher = launch();
  }

  @AfterAll
  static void stopTheSite() throws Exception {
    watcher.destroy();
    assertThat(watcher.waitFor(20, TimeUnit.SECONDS)).isTrue();
    edge.close();
  }

  @Test
  void aDropOfSeveralPartsBecomesOneJobOfItsBytesAndIsThenGone() throws Exception {
    byte[] large = new byte[(9 << 20) + 17];
    new Random(System.nanoTime()).nextBytes(large);
    System.arraycopy("%PDF-1.7".getBytes(StandardCharsets.US_ASCII), 0, large, 0, 8);
    drop(large);
    await().atMost(SOON).until(() -> jobs(large).size() == 1 && isTaken());
    String system =
        "SELECT source_system FROM upload_job WHERE content_hash = '" + Drops.sha256(large) + "'";
    assertThat(HUB.database().value("ingest_gateway", system)).isEqualTo("watcher");
  }

  @Test
  void whatWasDroppedWhileTheGatewayWasAwayArrivesOnce() throws Exception {
    byte[] report = RunningHub.report("Befund");
    HUB.suite().signal("ingest-gateway", "-STOP");
    try {
      drop(report);
      await().atMost(SOON).until(() -> log().contains("a drop waits"));
      assertThat(isTaken()).isFalse();
    } finally {
      HUB.suite().signal("ingest-gateway", "-CONT");
    }
    await().atMost(SOON).until(() -> jobs(report).size() == 1 && isTaken());
    String uploads =
        "SELECT count(*) FROM resumable_upload WHERE state = 'complete' AND declared_sha256 = '"
            + Drops.sha256(report)
            + "'";
    assertThat(HUB.database().value("ingest_gateway", uploads)).isEqualTo("1");
  }

  @Test
  void whoShowsNoCertificateGetsNoAnswer() throws Exception {
    HttpClient nobody = HttpClient.newBuilder().sslContext(trusting()).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(edge.address() + "/api/info"))
            .timeout(Duration.ofSeconds(10))
            .build();
    assertThatThrownBy(() -> nobody.send(request, HttpResponse.BodyHandlers.discarding()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("certificate");
  }

  private static SSLContext trusting() throws Exception {
    java.security.KeyStore trusted = java.security.KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var bytes = Files.newInputStream(certificates.certificate("server"))) {
      trusted.setCertificateEntry(
          "hub",
          java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(bytes));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Process launch() throws IOException {
    Path token = site.resolve("token");
    Files.writeString(token, HUB.as(List.of("upload:write"), "north").token());
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                SERVICE.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(site.resolve("watcher.log").toFile());
    builder.environment().putAll(settings(token));
    return builder.start();
  }

  private static Map<String, String> settings(Path token) {
    return Map.ofEntries(
        Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
        Map.entry("QUARKUS_HTTP_PORT", Integer.toString(Ports.free())),
        Map.entry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"),
        Map.entry("ENDOREG_ROLE", "standalone"),
        Map.entry("ENDOREG_CENTERS", "north"),
        Map.entry("ENDOREG_WATCHER_DROP_DIR", site.resolve("drop").toString()),
        Map.entry("ENDOREG_WATCHER_SETTLE", "PT1S"),
        Map.entry("ENDOREG_WATCHER_POLL", "PT0.5S"),
        Map.entry("ENDOREG_WATCHER_READINGS", "2"),
        Map.entry("ENDOREG_WATCHER_RESCAN", "PT1S"),
        Map.entry("ENDOREG_WATCHER_SINK", "gateway"),
        Map.entry("ENDOREG_WATCHER_GATEWAY_URL", edge.address() + "/api/uploads/"),
        Map.entry(
            "ENDOREG_WATCHER_GATEWAY_CERT_FILE", certificates.certificate("client").toString()),
        Map.entry("ENDOREG_WATCHER_GATEWAY_KEY_FILE", certificates.key("client").toString()),
        Map.entry("ENDOREG_WATCHER_GATEWAY_CA_FILE", certificates.certificate("server").toString()),
        Map.entry("ENDOREG_WATCHER_GATEWAY_TOKEN_FILE", token.toString()),
        Map.entry("ENDOREG_WATCHER_GATEWAY_REQUEST_TIMEOUT", "PT2S"),
        Map.entry("ENDOREG_WATCHER_GATEWAY_FIRST_PAUSE", "PT1S"),
        Map.entry("ENDOREG_WATCHER_GATEWAY_LONGEST_PAUSE", "PT2S"));
  }

  private static void drop(byte[] report) throws IOException {
    Path folder = Files.createDirectories(site.resolve("drop/north/report_import"));
    Path part = Files.write(folder.resolve("Erika.pdf.part"), report);
    Files.move(part, folder.resolve("Erika.pdf"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isTaken() throws IOException {
    try (Stream<Path> files = Files.walk(site.resolve("drop/north"))) {
      return files.noneMatch(Files::isRegularFile);
    }
  }

  private static List<String> jobs(byte[] report) throws Exception {
    return HUB.database()
        .column(
            "ingest_gateway",
            "SELECT id FROM upload_job WHERE content_hash = '" + Drops.sha256(report) + "'");
  }

  private static String log() throws IOException {
    return Files.readString(site.resolve("watcher.log"));
  }
}
