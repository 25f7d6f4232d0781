package org.endoreg.watcher.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.DropRejected;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.contracts.events.UploadJobSubmitted;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.DiskRoom;
import org.endoreg.platform.blob.FileObjectStore;
import org.endoreg.platform.blob.InsufficientStorage;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.watcher.drop.Claim;
import org.endoreg.watcher.drop.Shipment;
import org.endoreg.watcher.drop.SinkAway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VaultSinkTest {
  private static final CenterKey NORTH = new CenterKey("north");
  private static final String MEDIUM = "an anonymized scan";

  private final Path folder;
  private final BlobVault vault;
  private final List<HubEvent> announced = new ArrayList<>();
  private long room = 1 << 20;

  VaultSinkTest(@TempDir Path folder) {
    this.folder = folder;
    this.vault =
        new BlobVault(
            new FileObjectStore(folder.resolve("blobs"), 0, disk -> Long.MAX_VALUE),
            Keyring.open(folder.resolve("keys")).blobs());
  }

  @ParameterizedTest
  @EnumSource(DeploymentRole.class)
  void a43AFileWithAValidSidecarIsSubmittedInEveryRole(DeploymentRole role) throws Exception {
    Claim pair = pair(MEDIUM, sidecar());
    assertThat(sink(role).ship(pair)).isEqualTo(Shipment.SHIPPED);
    UploadJobSubmitted submitted = only(UploadJobSubmitted.class);
    assertThat(submitted.folder()).isEqualTo(IngestFolder.PREANONYMIZED_IMPORT);
    assertThat(submitted.sha256()).isEqualTo(digest(MEDIUM));
    assertThat(kept(submitted.blobKey())).isEqualTo(MEDIUM);
    assertThat(kept(submitted.sidecarBlobKey())).isEqualTo(sidecar());
    assertThat(pair.place()).doesNotExist();
  }

  static Stream<Arguments> wrongSidecars() {
    return Stream.of(
        Arguments.of("{", ProblemCode.SIDECAR_INVALID),
        Arguments.of(sidecar().replace("{", "{\"extra\":1,"), ProblemCode.SIDECAR_INVALID),
        Arguments.of(sidecar().replace("+01:00", ""), ProblemCode.SIDECAR_INVALID),
        Arguments.of(sidecar().replace("true", "false"), ProblemCode.SIDECAR_NOT_VALIDATED),
        Arguments.of(sidecar().replace("north", "south"), ProblemCode.SIDECAR_CENTER_MISMATCH),
        Arguments.of(
            sidecar().replace(digest(MEDIUM).value(), "ab".repeat(32)),
            ProblemCode.SIDECAR_DIGEST_MISMATCH),
        Arguments.of(" ".repeat(300_000) + sidecar(), ProblemCode.SIDECAR_INVALID));
  }

  @ParameterizedTest
  @MethodSource("wrongSidecars")
  @Scenario("A44")
  void a44AWrongSidecarIsSetAsideWithItsMedium(String sidecar, ProblemCode code) throws Exception {
    Claim pair = pair(MEDIUM, sidecar);
    assertThat(sink(DeploymentRole.STANDALONE).ship(pair)).isEqualTo(Shipment.REJECTED);
    DropRejected rejected = only(DropRejected.class);
    assertThat(rejected.code()).isEqualTo(code);
    assertThat(rejected.sha256()).isEqualTo(digest(MEDIUM));
    assertThat(kept(rejected.blobKey())).isEqualTo(MEDIUM);
    assertThat(kept(rejected.sidecarBlobKey())).isEqualTo(sidecar);
    assertThat(pair.place()).doesNotExist();
  }

  @Test
  @Scenario("A44")
  void a44AMediumWithoutASidecarIsSetAside() throws Exception {
    Path place = folder("media");
    Claim lone = claim(place, List.of(file(place, "scan.pdf", MEDIUM)), List.of());
    assertThat(sink(DeploymentRole.STANDALONE).ship(lone)).isEqualTo(Shipment.REJECTED);
    DropRejected rejected = only(DropRejected.class);
    assertThat(rejected.code()).isEqualTo(ProblemCode.SIDECAR_MISSING);
    assertThat(rejected.sidecarBlobKey()).isNull();
  }

  @Test
  void aSidecarWithoutAMediumIsSetAside() throws Exception {
    Path place = folder("sidecar");
    Claim lone = claim(place, List.of(), List.of(file(place, "scan.json", sidecar())));
    assertThat(sink(DeploymentRole.STANDALONE).ship(lone)).isEqualTo(Shipment.REJECTED);
    DropRejected rejected = only(DropRejected.class);
    assertThat(rejected.code()).isEqualTo(ProblemCode.INVALID_INPUT);
    assertThat(kept(rejected.blobKey())).isEqualTo(sidecar());
    assertThat(place).doesNotExist();
  }

  @Test
  @Scenario("A46")
  void a46OfTwoSidecarsNeitherCountsAndBothAreKept() throws Exception {
    Path place = folder("ambiguous");
    Claim claim =
        claim(
            place,
            List.of(file(place, "scan.pdf", MEDIUM)),
            List.of(file(place, "scan.json", sidecar()), file(place, "scan.yaml", "a: b")));
    assertThat(sink(DeploymentRole.STANDALONE).ship(claim)).isEqualTo(Shipment.REJECTED);
    List<DropRejected> rejected = announced.stream().map(DropRejected.class::cast).toList();
    assertThat(rejected)
        .extracting(DropRejected::code)
        .containsExactly(ProblemCode.SIDECAR_AMBIGUOUS, ProblemCode.SIDECAR_AMBIGUOUS);
    assertThat(kept(rejected.get(0).blobKey())).isEqualTo(MEDIUM);
    assertThat(kept(rejected.get(0).sidecarBlobKey())).isEqualTo(sidecar());
    assertThat(kept(rejected.get(1).blobKey())).isEqualTo("a: b");
  }

  @ParameterizedTest
  @EnumSource(
      value = IngestFolder.class,
      names = "PREANONYMIZED_IMPORT",
      mode = EnumSource.Mode.EXCLUDE)
  @Scenario("A42")
  void a42AStudyServerRefusesRawDropsAndKeepsThemForAPerson(IngestFolder raw) throws Exception {
    Claim claim = raw(raw, "raw bytes");
    assertThat(sink(DeploymentRole.LOCAL_STUDY_SERVER).ship(claim)).isEqualTo(Shipment.REJECTED);
    DropRejected rejected = only(DropRejected.class);
    assertThat(rejected.code()).isEqualTo(ProblemCode.RAW_DROP_REFUSED);
    assertThat(kept(rejected.blobKey())).isEqualTo("raw bytes");
    assertThat(claim.place()).doesNotExist();
  }

  @Test
  void nothingIsRemovedBeforeTheBrokerHasIt() throws Exception {
    Claim pair = pair(MEDIUM, "{");
    VaultSink broken =
        sink(
            event -> {
              throw new SinkAway("no broker", null);
            });
    assertThrows(SinkAway.class, () -> broken.ship(pair));
    assertThat(pair.files()).allMatch(Files::exists);
  }

  /** Killed after announcing and before removing: the next run says the very same again. */
  @Test
  void aCrashBeforeThePairIsRemovedRepeatsTheSameIds() throws Exception {
    Claim pair = pair(MEDIUM, sidecar());
    VaultSink dying =
        sink(
            event -> {
              announced.add(event);
              throw new SinkAway("killed here", null);
            });
    assertThrows(SinkAway.class, () -> dying.ship(pair));
    assertThat(sink(DeploymentRole.STANDALONE).ship(pair)).isEqualTo(Shipment.SHIPPED);
    assertThat(announced).hasSize(2);
    assertThat(announced.get(1)).isEqualTo(announced.get(0));
  }

  /** Announced, killed, and written to before the next run could remove it. */
  @Test
  void whatWasAnnouncedBeforeIsNeverTakenBack() throws Exception {
    Claim pair = pair(MEDIUM, sidecar());
    VaultSink dying =
        sink(
            event -> {
              announced.add(event);
              throw new SinkAway("killed here", null);
            });
    assertThrows(SinkAway.class, () -> dying.ship(pair));
    Files.write(pair.sidecars().get(0), new byte[0]);
    assertThat(sink(DeploymentRole.STANDALONE).ship(pair)).isEqualTo(Shipment.CHANGED);
    UploadJobSubmitted submitted = only(UploadJobSubmitted.class);
    assertThat(kept(submitted.blobKey())).isEqualTo(MEDIUM);
    assertThat(kept(submitted.sidecarBlobKey())).isEqualTo(sidecar());
  }

  @Test
  void whatChangedWhileItWasAnnouncedStays() throws Exception {
    Claim raw = raw(IngestFolder.REPORT_IMPORT, "half");
    VaultSink sink =
        sink(
            event -> {
              announced.add(event);
              append(raw.place());
            });
    assertThat(sink.ship(raw)).isEqualTo(Shipment.SHIPPED);
    assertThat(raw.place()).hasContent("half and the rest");
    assertThat(kept(only(UploadJobSubmitted.class).blobKey())).isEqualTo("half");
  }

  @Test
  void lackOfRoomDefersAndKeepsTheDrop() throws Exception {
    Claim raw = raw(IngestFolder.REPORT_IMPORT, "twelve bytes");
    room = 11;
    VaultSink sink = sink(DeploymentRole.STANDALONE);
    assertThrows(InsufficientStorage.class, () -> sink.ship(raw));
    assertThat(raw.place()).exists();
    assertThat(announced).isEmpty();
    room = 12;
    assertThat(sink.ship(raw)).isEqualTo(Shipment.SHIPPED);
  }

  private VaultSink sink(DeploymentRole role) {
    return sink(event -> announced.add(event), role);
  }

  private VaultSink sink(Announcements announcements) {
    return sink(announcements, DeploymentRole.STANDALONE);
  }

  private VaultSink sink(Announcements announcements, DeploymentRole role) {
    return new VaultSink(
        vault,
        announcements,
        new DiskRoom(folder, 0, disk -> room),
        role,
        new SimpleMeterRegistry());
  }

  private Claim pair(String medium, String sidecar) throws IOException {
    Path place = folder("pair");
    return claim(
        place,
        List.of(file(place, "scan.pdf", medium)),
        List.of(file(place, "scan.json", sidecar)));
  }

  private Claim raw(IngestFolder raw, String content) throws IOException {
    Path place = file(folder, UUID.randomUUID() + ".pdf", content);
    return new Claim(place, NORTH, raw, List.of(place), List.of());
  }

  private static Claim claim(Path place, List<Path> media, List<Path> sidecars) {
    return new Claim(place, NORTH, IngestFolder.PREANONYMIZED_IMPORT, media, sidecars);
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private static Path file(Path place, String name, String content) throws IOException {
    return Files.writeString(place.resolve(name), content);
  }

  private static void append(Path file) {
    try {
      Files.writeString(file, " and the rest", StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private <T> T only(Class<T> type) {
    assertThat(announced).hasSize(1);
    return type.cast(announced.get(0));
  }

  private String kept(@Nullable BlobKey key) throws IOException {
    try (InputStream bytes = vault.stream(Objects.requireNonNull(key))) {
      return new String(bytes.readAllBytes(), UTF_8);
    }
  }

  private static String sidecar() {
    return """
        {"center_key": "north", "source_system": "archive", "file_sha256": "%s",
         "human_anonymization_validated": true, "validated_by": "reviewer-7",
         "validated_at": "2026-01-02T10:00:00+01:00"}
        """
        .formatted(digest(MEDIUM));
  }

  private static Sha256 digest(String content) {
    try {
      return Sha256.of(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
