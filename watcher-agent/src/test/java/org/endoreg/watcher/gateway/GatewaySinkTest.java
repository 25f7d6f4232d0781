package org.endoreg.watcher.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.endoreg.backing.TestCertificates;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.resumable.client.TusClient;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.watcher.drop.Claim;
import org.endoreg.watcher.drop.Shipment;
import org.endoreg.watcher.drop.SinkAway;
import org.endoreg.watcher.gateway.TusServer.Fault.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewaySinkTest {
  private static final int PART = 64 * 1024;
  private static final int SIZE = 10 * PART + 1234;

  private static TestCertificates certificates;

  private final Path folder;
  private TusServer server;

  GatewaySinkTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void makeCertificates(@TempDir Path certificateFolder) throws Exception {
    certificates =
        TestCertificates.in(certificateFolder, "server", "elsewhere", "client", "stranger");
  }

  @BeforeEach
  void startServer() throws IOException {
    server = server("server");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void aFileGoesAcrossInPartsAndIsThenRemoved() throws Exception {
    Claim claim = claim();
    assertThat(sink("client").ship(claim)).isEqualTo(Shipment.SHIPPED);
    assertThat(server.creations()).isOne();
    assertThat(server.bodyBytes()).isEqualTo(SIZE);
    assertThat(server.jobs().values())
        .singleElement()
        .satisfies(job -> assertThat(job).hasBinaryContent(content()));
    assertThat(folder.resolve("claims")).isEmptyDirectory();
  }

  @Test
  void theGatewayLearnsWhatItNeedsAndNoName() throws Exception {
    Claim claim = claim();
    long modified = Files.getLastModifiedTime(claim.place()).to(TimeUnit.NANOSECONDS);
    sink("client").ship(claim);
    Map<String, String> metadata = server.lastMetadata();
    String digest = metadata.get("sha256");
    assertThat(digest).hasSize(64);
    assertThat(metadata)
        .containsEntry("center_key", "north")
        .containsEntry("source_system", "watcher")
        .containsEntry("filename", "report.pdf")
        .containsEntry("filetype", "application/pdf")
        .containsEntry("idempotency_key", "watcher:" + digest + ":" + modified + ":" + SIZE)
        .hasSize(6);
    assertThat(server.lastAuthorization()).isEqualTo("Bearer secret-token");
  }

  /** Also a restart each time: every attempt is made by a new sink, from the journal alone. */
  @Test
  void throughCutsErrorsAndLostAnswersItGoesOnWhereItWas() throws Exception {
    Claim claim = claim();
    int failures = 0;
    for (int round = 0; round < 3; round++) {
      server.failNext("PATCH", Kind.CUT, PART / 3);
      server.failNext("PATCH", Kind.STATUS, 503);
      server.failNext("PATCH", Kind.ANSWER_LOST, 0);
      server.failNext("PATCH", Kind.CUT, 0);
      server.failNext("HEAD", Kind.STATUS, 502);
    }
    while (claim.place().toFile().exists()) {
      try {
        assertThat(sink("client").ship(claim)).isEqualTo(Shipment.SHIPPED);
      } catch (SinkAway away) {
        failures++;
      }
    }
    assertThat(failures).isEqualTo(15);
    assertThat(server.creations()).isOne();
    assertThat(server.bodyBytes()).isLessThanOrEqualTo((long) (SIZE * 1.02) + 6L * PART);
    assertThat(server.jobs().values())
        .singleElement()
        .satisfies(job -> assertThat(job).hasBinaryContent(content()));
  }

  @Test
  void whenOnlyTheLastAnswerWasLostNothingIsSentTwice() throws Exception {
    Claim claim = claim();
    while (server.bodyBytes() < SIZE) {
      server.failNext("PATCH", Kind.ANSWER_LOST, 0);
      shipOnce(claim);
    }
    assertThat(claim.place()).exists();
    drainFaults(claim);
    assertThat(server.bodyBytes()).isEqualTo(SIZE);
    assertThat(server.jobs()).hasSize(1);
    assertThat(claim.place()).doesNotExist();
  }

  @Test
  void aServerThatLostBytesIsAskedForItsOffset() throws Exception {
    Claim claim = claim();
    server.failNext("PATCH", Kind.CUT, PART);
    shipOnce(claim);
    server.failNext("PATCH", Kind.ROLLBACK, PART / 2);
    drainFaults(claim);
    assertThat(server.creations()).isOne();
    assertThat(server.jobs().values())
        .singleElement()
        .satisfies(job -> assertThat(job).hasBinaryContent(content()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "PATCH"})
  void anUploadThatExpiredIsCreatedAnew(String noticedBy) throws Exception {
    Claim claim = claim();
    server.failNext("PATCH", Kind.CUT, PART);
    shipOnce(claim);
    server.failNext(noticedBy, Kind.FORGET, 0);
    drainFaults(claim);
    assertThat(server.creations()).isEqualTo(2);
    assertThat(server.jobs()).hasSize(1);
  }

  /** The file is hashed anew too: a journaled digest may be what was wrong. */
  @Test
  void bytesThatDoNotHaveTheAnnouncedDigestAreSentAnew() throws Exception {
    Claim claim = claim();
    server.failNext("PATCH", Kind.STATUS, 460);
    assertThrows(SinkAway.class, () -> sink("client").ship(claim));
    assertThat(claim.note()).doesNotExist();
    assertThat(sink("client").ship(claim)).isEqualTo(Shipment.SHIPPED);
    assertThat(server.creations()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 415, 422})
  void whatTheGatewayWillNeverTakeIsSetAsideWithTheReason(int status) throws Exception {
    Claim claim = claim();
    server.failNext("POST", Kind.STATUS, status);
    assertThat(sink("client").ship(claim)).isEqualTo(Shipment.REJECTED);
    Path kept =
        folder.resolve("_rejected/north/report_import").resolve(claim.place().getFileName());
    assertThat(kept).hasBinaryContent(content());
    assertThat(kept.resolveSibling(kept.getFileName() + ".reason.json"))
        .hasContent("{\"rejected_at\":\"2026-01-01T08:00:00Z\",\"status\":" + status + "}");
    assertThat(claim.place()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 403, 409, 429, 500, 503, 507})
  void whatSaysNothingAboutTheFileKeepsIt(int status) throws Exception {
    Claim claim = claim();
    server.failNext("POST", Kind.STATUS, status);
    assertThrows(SinkAway.class, () -> sink("client").ship(claim));
    assertThat(claim.place()).exists();
    assertThat(sink("client").ship(claim)).isEqualTo(Shipment.SHIPPED);
  }

  @Test
  void anotherClientCertificateIsRefusedAndTheFileStays() throws Exception {
    Claim claim = claim();
    assertThrows(SinkAway.class, () -> sink("stranger").ship(claim));
    assertThat(server.requests()).isZero();
    assertThat(claim.place()).exists();
  }

  @Test
  void aGatewayOfAnotherNameOrIssuerGetsNothing() throws Exception {
    Claim claim = claim();
    try (TusServer impostor = server("elsewhere")) {
      GatewaySink trusting = sink(impostor, context("client", "elsewhere"));
      assertThrows(SinkAway.class, () -> trusting.ship(claim));
      GatewaySink wary = sink(impostor, context("client", "server"));
      assertThrows(SinkAway.class, () -> wary.ship(claim));
      assertThat(impostor.requests()).isZero();
    }
    assertThat(claim.place()).exists();
  }

  @Test
  void aFileThatChangedIsUploadedAnewAsWhatItIsNow() throws Exception {
    Claim claim = claim();
    server.failNext("PATCH", Kind.CUT, PART);
    shipOnce(claim);
    Files.writeString(claim.place(), "and more", StandardOpenOption.APPEND);
    assertThat(sink("client").ship(claim)).isEqualTo(Shipment.SHIPPED);
    assertThat(server.creations()).isEqualTo(2);
    assertThat(server.jobs().values())
        .singleElement()
        .satisfies(job -> assertThat(job).hasSize(SIZE + 8L));
  }

  @Test
  void aJournalNobodyCanReadOnlyCostsTime() throws Exception {
    Claim claim = claim();
    Files.writeString(claim.note(), "{broken");
    assertThat(sink("client").ship(claim)).isEqualTo(Shipment.SHIPPED);
    assertThat(claim.note()).doesNotExist();
  }

  @Test
  @Scenario("A42")
  void a42AStudyServerKeepsRawDropsAside() throws Exception {
    Claim claim = claim();
    GatewaySink study =
        sink(server, context("client", "server"), DeploymentRole.LOCAL_STUDY_SERVER);
    assertThat(study.ship(claim)).isEqualTo(Shipment.REJECTED);
    assertThat(server.requests()).isZero();
    assertThat(folder.resolve("_rejected/north/report_import"))
        .isDirectoryContaining("glob:**.reason.json");
  }

  private void shipOnce(Claim claim) throws Exception {
    try {
      sink("client").ship(claim);
    } catch (SinkAway expected) {
      assertThat(claim.place()).exists();
    }
  }

  private void drainFaults(Claim claim) throws Exception {
    for (int attempt = 0; attempt < 20 && claim.place().toFile().exists(); attempt++) {
      shipOnce(claim);
    }
    assertThat(claim.place()).doesNotExist();
  }

  private TusServer server(String certificate) throws IOException {
    return new TusServer(
        Files.createDirectories(folder.resolve("received")), context(certificate, "client"));
  }

  private static SSLContext context(String own, String trusted) throws IOException {
    return PemFiles.context(
        certificates.certificate(own), certificates.key(own), certificates.certificate(trusted));
  }

  private GatewaySink sink(String client) throws IOException {
    return sink(server, context(client, "server"));
  }

  private GatewaySink sink(TusServer at, SSLContext tls) throws IOException {
    return sink(at, tls, DeploymentRole.SITE_NODE);
  }

  private GatewaySink sink(TusServer at, SSLContext tls, DeploymentRole role) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "secret-token\n");
    TusClient client =
        new TusClient(
            at.url(), tls, () -> GatewaySink.token(Optional.of(token)), Duration.ofSeconds(20));
    Clock clock = Clock.fixed(Instant.parse("2026-01-01T08:00:00Z"), ZoneOffset.UTC);
    return new GatewaySink(
        client,
        new RejectedDrops(folder, clock),
        new GatewayLimits(PART, Duration.ofSeconds(30), Duration.ofSeconds(900)),
        role,
        new SimpleMeterRegistry());
  }

  private Claim claim() throws IOException {
    Path claims = Files.createDirectories(folder.resolve("claims"));
    Path place = Files.write(claims.resolve(UUID.randomUUID() + ".pdf"), content());
    return new Claim(
        place, new CenterKey("north"), IngestFolder.REPORT_IMPORT, List.of(place), List.of());
  }

  private static byte[] content() {
    byte[] bytes = new byte[SIZE];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
