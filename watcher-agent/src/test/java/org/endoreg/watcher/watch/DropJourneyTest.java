package org.endoreg.watcher.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.DropRejected;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.contracts.events.Topic;
import org.endoreg.contracts.events.UploadJobSubmitted;
import org.endoreg.contracts.events.WatcherHeartbeat;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.watcher.drop.Claim;
import org.endoreg.watcher.drop.Shipment;
import org.endoreg.watcher.settings.WatcherSettings;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DropSite.class)
class DropJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  private final Submissions submissions;
  private final BlobVault vault;
  private final Sinks sinks;
  private final Broker broker;
  private final WatcherSettings settings;
  private final HubSettings hub;

  DropJourneyTest(
      Submissions submissions,
      BlobVault vault,
      Sinks sinks,
      Broker broker,
      WatcherSettings settings,
      HubSettings hub) {
    this.submissions = submissions;
    this.vault = vault;
    this.sinks = sinks;
    this.broker = broker;
    this.settings = settings;
    this.hub = hub;
  }

  @Test
  @Scenario("A37")
  void a37ADroppedFileBecomesOneSubmissionWhoseBlobHoldsTheSameBytes() throws IOException {
    Path part = intake(IngestFolder.VIDEO_IMPORT).resolve("a.mp4.part");
    Files.writeString(part, "dropped video");
    Path video = Files.move(part, part.resolveSibling("a.mp4"));
    UploadJobSubmitted submitted = awaitOne("dropped video");

    assertThat(submitted.folder()).isEqualTo(IngestFolder.VIDEO_IMPORT);
    assertThat(submitted.centerKey()).isEqualTo(new CenterKey("local"));
    assertThat(submitted.sizeBytes()).isEqualTo(13);
    assertThat(submitted.blobKey())
        .isEqualTo(BlobKey.of(BlobKey.Role.RAW, new CenterKey("local"), submitted.submissionId()));
    assertThat(decrypted(submitted)).isEqualTo("dropped video");
    assertThat(video).doesNotExist();

    drop("b.mp4", "dropped afterwards");
    awaitOne("dropped afterwards");
    assertThat(of("dropped video")).hasSize(1);
    assertThat(processing(IngestFolder.VIDEO_IMPORT)).isEmptyDirectory();
  }

  @Test
  @Scenario("A40")
  void a40TheSameNameDroppedAgainWithNewContentIsASecondSubmission() throws IOException {
    drop("again.mp4", "first content");
    UploadJobSubmitted first = awaitOne("first content");
    drop("again.mp4", "other content");
    UploadJobSubmitted second = awaitOne("other content");
    assertThat(second.submissionId()).isNotEqualTo(first.submissionId());
    assertThat(decrypted(first)).isEqualTo("first content");
    assertThat(decrypted(second)).isEqualTo("other content");
  }

  @Test
  @Scenario("A41")
  void a41FilesThatWaitedForTheStartAreSubmittedOnceEach() {
    for (int i = 1; i <= 3; i++) {
      awaitOne("waiting report " + i);
    }
  }

  @Test
  void aFileClaimedByAFormerRunIsSubmitted() throws IOException {
    UploadJobSubmitted submitted = awaitOne("claimed by a former run");
    assertThat(submitted.folder()).isEqualTo(IngestFolder.VIDEO_IMPORT);
    assertThat(decrypted(submitted)).isEqualTo("claimed by a former run");
    await().atMost(SOON).until(() -> Files.notExists(claimOfFormerRun()));
  }

  /** Two links to one file are what a crash between announcing and deleting leaves behind. */
  @Test
  void aCrashBeforeTheFileIsRemovedRepeatsTheSameSubmission() throws Exception {
    Path site = Files.createTempDirectory("endoreg-crash");
    Path kept = Files.writeString(site.resolve("kept"), "interrupted");
    Path place = site.resolve(DropSite.CLAIM);
    Claim claim =
        new Claim(
            place, new CenterKey("local"), IngestFolder.VIDEO_IMPORT, List.of(place), List.of());
    for (int run = 1; run <= 2; run++) {
      Files.createLink(place, kept);
      assertThat(sinks.chosen().ship(claim)).isEqualTo(Shipment.SHIPPED);
      assertThat(place).doesNotExist();
    }
    List<UploadJobSubmitted> both = of("interrupted");
    assertThat(both).hasSize(2);
    assertThat(both.get(1)).isEqualTo(both.get(0));
    assertThat(decrypted(both.get(0))).isEqualTo("interrupted");
  }

  @Test
  void whileTheBrokerIsAwayAFileStaysAndIsSubmittedWhenItIsBack() throws IOException {
    broker.goAway();
    drop("late.mp4", "dropped without a broker");
    Path processing = processing(IngestFolder.VIDEO_IMPORT);
    await()
        .atMost(SOON)
        .until(() -> filesIn(processing) == 1 && blobOf("dropped without a broker"));
    assertThat(processing).isNotEmptyDirectory();

    broker.comeBack();
    awaitOne("dropped without a broker");
    await().atMost(SOON).until(() -> filesIn(processing) == 0);
  }

  @Test
  void a43AFileSignedOffElsewhereIsSubmittedWithItsSidecar() throws IOException {
    Path intake = intake(IngestFolder.PREANONYMIZED_IMPORT);
    Files.writeString(intake.resolve("scan.pdf"), "signed off elsewhere");
    Files.writeString(intake.resolve("scan.json"), sidecarOf("signed off elsewhere"));
    UploadJobSubmitted submitted = awaitOne("signed off elsewhere");
    assertThat(submitted.folder()).isEqualTo(IngestFolder.PREANONYMIZED_IMPORT);
    assertThat(vault.exists(Objects.requireNonNull(submitted.sidecarBlobKey()))).isTrue();
    await().atMost(SOON).until(() -> filesIn(intake) == 0);
  }

  @Test
  @Scenario("A44")
  void a44AFileWhoseSidecarNeverComesIsSetAside() throws IOException {
    Path lone = intake(IngestFolder.PREANONYMIZED_IMPORT).resolve("lone.pdf");
    Files.writeString(lone, "without a sidecar");
    await().atMost(SOON).until(() -> !rejected("without a sidecar").isEmpty());
    assertThat(rejected("without a sidecar"))
        .extracting(DropRejected::code)
        .containsExactly(ProblemCode.SIDECAR_MISSING);
    assertThat(lone).doesNotExist();
  }

  @Test
  void theWatcherTellsThatItLives() {
    await().atMost(SOON).until(() -> !heartbeats().isEmpty());
    assertThat(heartbeats().get(0).watcherId()).hasToString(identity());
    assertThat(heartbeats().get(0).freeBytes()).isPositive();
  }

  private List<WatcherHeartbeat> heartbeats() {
    return submissions.of(WatcherHeartbeat.class, Topic.WATCHER_HEARTBEATS);
  }

  private List<DropRejected> rejected(String content) {
    return submissions.of(DropRejected.class, Topic.UPLOAD_JOB_EVENTS).stream()
        .filter(event -> event.sha256().equals(hash(content)))
        .toList();
  }

  private String identity() {
    try {
      return Files.readString(settings.dropDir().resolve(".watcher/id"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String sidecarOf(String content) {
    return """
        {"center_key": "local", "source_system": "archive", "file_sha256": "%s",
         "human_anonymization_validated": true, "validated_by": "reviewer-7",
         "validated_at": "2026-01-02T10:00:00+01:00"}
        """
        .formatted(hash(content));
  }

  /** The bytes are durable before the submission is announced. */
  private boolean blobOf(String content) throws IOException {
    Path raw = hub.blobs().dir().resolve("raw/local");
    try (Stream<Path> blobs = Files.walk(raw)) {
      return blobs.filter(Files::isRegularFile).anyMatch(blob -> holds(blob, content));
    }
  }

  private boolean holds(Path blob, String content) {
    try (InputStream bytes = vault.stream(new BlobKey("raw/local/" + blob.getFileName()))) {
      return new String(bytes.readAllBytes(), UTF_8).equals(content);
    } catch (IOException notYet) {
      return false;
    }
  }

  private UploadJobSubmitted awaitOne(String content) {
    await().atMost(SOON).until(() -> !of(content).isEmpty());
    assertThat(of(content)).hasSize(1);
    return of(content).get(0);
  }

  private List<UploadJobSubmitted> of(String content) {
    return submissions.of(UploadJobSubmitted.class, Topic.UPLOAD_JOB_EVENTS).stream()
        .filter(submitted -> submitted.sha256().equals(hash(content)))
        .toList();
  }

  private String decrypted(UploadJobSubmitted submitted) throws IOException {
    try (InputStream bytes = vault.stream(submitted.blobKey())) {
      return new String(bytes.readAllBytes(), UTF_8);
    }
  }

  private void drop(String name, String content) throws IOException {
    Files.writeString(intake(IngestFolder.VIDEO_IMPORT).resolve(name), content);
  }

  private Path intake(IngestFolder folder) {
    return settings.dropDir().resolve("local").resolve(folder.folderName());
  }

  private Path processing(IngestFolder folder) {
    return settings.dropDir().resolve("local/_processing").resolve(folder.folderName());
  }

  private Path claimOfFormerRun() {
    return processing(IngestFolder.VIDEO_IMPORT).resolve(DropSite.CLAIM);
  }

  private static long filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Sha256 hash(String content) {
    try {
      return Sha256.of(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
