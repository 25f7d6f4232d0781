package org.endoreg.watcher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.endoreg.backing.TestCertificates;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.startup.StartupRefused;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatcherChecksTest {
  private static TestCertificates certificates;

  private final Path folder;
  private final GivenSettings given;
  private String brokers = "broker:9092";

  WatcherChecksTest(@TempDir Path folder) {
    this.folder = folder;
    this.given = new GivenSettings(folder);
  }

  @BeforeAll
  static void makeCertificates(@TempDir Path certificateFolder) throws Exception {
    certificates = TestCertificates.in(certificateFolder, "server", "client");
  }

  @Test
  void theDefaultsHold() {
    assertThatCode(this::run).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "sink,kafka",
    "poll,PT0S",
    "poll,-PT1S",
    "poll,PT0.0001S",
    "rescan,PT0S",
    "give-up,PT0S",
    "give-up,PT20S",
    "settle,-PT1S",
    "readings,0",
    "sidecar-wait,PT0S",
    "heartbeat,PT0S",
    "warn-free-bytes,-1",
    "warn-used-percent,101",
    "gateway.request-timeout,PT0S",
    "gateway.first-pause,PT0S",
    "gateway.longest-pause,PT0S"
  })
  void aValueThatCannotWorkIsRefusedByTheNameOfItsSetting(String setting, String value) {
    String name = "endoreg.watcher." + setting;
    given.with(name, value);
    assertThat(refused()).startsWith(name + ": must").doesNotContain("\n");
  }

  @Test
  void theDropFolderMustBeWritable() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    given.with("endoreg.watcher.drop-dir", file);
    assertThat(refused()).startsWith("endoreg.watcher.drop-dir: must be a folder");
  }

  @Test
  void dropsAndBlobsLieApartAlsoBehindLinks() throws IOException {
    given.with("endoreg.watcher.drop-dir", folder.resolve("blobs/drop"));
    assertThat(refused()).startsWith("endoreg.watcher.drop-dir: must lie outside");
    given.with("endoreg.watcher.drop-dir", folder.resolve("drop"));
    given.with("endoreg.blobs.dir", folder.resolve("drop/blobs"));
    assertThat(refused()).startsWith("endoreg.watcher.drop-dir: must lie outside");
    Files.createDirectories(folder.resolve("drop"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("drop"));
    given.with("endoreg.blobs.dir", folder.resolve("link/blobs"));
    assertThat(refused()).startsWith("endoreg.watcher.drop-dir: must lie outside");
  }

  @ParameterizedTest
  @CsvSource({"endoreg.blobs.dir", "endoreg.keys-dir"})
  void theVaultNeedsFoldersTheGatewaySinkDoesNot(String setting) {
    given.with(setting, "unset");
    assertThat(refused()).isEqualTo(setting + ": must be set");
    gateway();
    assertThatCode(this::run).doesNotThrowAnyException();
  }

  @Test
  void theVaultNeedsABrokerTheGatewaySinkDoesNot() {
    brokers = "unset";
    assertThat(refused()).isEqualTo("kafka.bootstrap.servers: must be set");
    gateway();
    assertThatCode(this::run).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "url,http://hub.example/api/uploads/",
    "url,hub.example",
    "url,https:///api/uploads/",
    "url,https://hub example/",
    "cert-file,missing.pem",
    "key-file,missing.pem",
    "ca-file,missing.pem",
    "token-file,missing"
  })
  void theGatewaySinkNeedsAnAddressAndReadableFiles(String setting, String value) {
    gateway().with("endoreg.watcher.gateway." + setting, value);
    assertThat(refused()).startsWith("endoreg.watcher.gateway." + setting + ": must be");
  }

  @ParameterizedTest
  @CsvSource({"url,url", "cert-file,cert-file", "key-file,cert-file", "ca-file,ca-file"})
  void theGatewaySinkNeedsAllOfIt(String missing, String named) {
    gateway().without("endoreg.watcher.gateway." + missing);
    assertThat(refused()).startsWith("endoreg.watcher.gateway." + named);
  }

  @Test
  void aKeyThatIsNoKeyIsRefused() {
    gateway().with("endoreg.watcher.gateway.key-file", certificates.certificate("client"));
    assertThat(refused()).startsWith("endoreg.watcher.gateway.key-file");
  }

  @Test
  void signedOffDropsAreNotLeftLyingByTheGatewaySink() throws IOException {
    Path drops = Files.createDirectories(folder.resolve("drop/north/preanonymized_import"));
    gateway();
    assertThatCode(this::run).doesNotThrowAnyException();
    Files.writeString(drops.resolve("scan.pdf"), "content");
    assertThat(refused()).startsWith("endoreg.watcher.sink: gateway has no way");
  }

  private GivenSettings gateway() {
    return given
        .with("endoreg.watcher.sink", "gateway")
        .with("endoreg.watcher.gateway.url", "https://hub.example/api/uploads/")
        .with("endoreg.watcher.gateway.cert-file", certificates.certificate("client"))
        .with("endoreg.watcher.gateway.key-file", certificates.key("client"))
        .with("endoreg.watcher.gateway.ca-file", certificates.certificate("server"));
  }

  private void run() {
    new WatcherChecks(given.watcher(), given.hub(), brokers, Set.of(new CenterKey("north"))).run();
  }

  private String refused() {
    return String.valueOf(assertThrows(StartupRefused.class, this::run).getMessage());
  }
}
