package org.endoreg.anonymizer.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.contracts.events.UploadJobCancelRequested;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.PeopleBySeed;
import org.endoreg.samples.video.EndoscopyVideoSample;
import org.endoreg.samples.video.VideoSampleOptions;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retries, further acceptances, cancellation and signed-off media, on the real broker. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
@QuarkusTestResource(AnonymizerSite.class)
class AttemptsJourneyTest {
  private static final CenterKey LOCAL = new CenterKey("local");
  private static final Duration SOON = Duration.ofSeconds(60);

  private final AcceptedFiles files;
  private final BlobVault vault;
  private final HubSettings settings;
  private final Jdbi jdbi;

  AttemptsJourneyTest(AcceptedFiles files, BlobVault vault, HubSettings settings, Jdbi jdbi) {
    this.files = files;
    this.vault = vault;
    this.settings = settings;
    this.jdbi = jdbi;
  }

  @Test
  @Scenario("A28")
  void aPassingFailureIsToldEachTimeAndEndsAfterFourAttempts() throws IOException {
    UploadJobAccepted job = files.stored(MediaKind.REPORT, pdf("Befund"));
    Files.writeString(objectOf(job.blobKey()), "damaged");
    send(job);
    assertThat(files.awaitEnd(job)).isEqualTo("failed");
    assertThat(types(job))
        .containsExactly(
            "anonymization.started",
            "anonymization.retrying",
            "anonymization.started",
            "anonymization.retrying",
            "anonymization.started",
            "anonymization.retrying",
            "anonymization.started",
            "anonymization.failed");
    assertThat(files.announced(job).get(1))
        .contains("\"retry_count\":1", "\"max_retries\":3", "\"attempt\":1")
        .contains("\"code\":\"processing_failed\"", "\"next_retry_at\":\"");
    assertThat(files.announced(job).get(6)).contains("\"fencing_token\":4");
  }

  @Test
  void aFurtherAcceptanceRunsAgainUnderAHigherTokenAndAnOlderOneDoesNot() throws IOException {
    UploadJobAccepted first = files.stored(MediaKind.REPORT, pdf("Befund ohne Zeichen"));
    byte[] bytes = bytes(first.blobKey());
    vault.delete(first.blobKey());
    send(first);
    assertThat(files.awaitEnd(first)).isEqualTo("failed");
    assertThat(files.code(first)).isEqualTo("source_missing");

    write(first.blobKey(), bytes);
    UploadJobAccepted second = acceptedAs(first, 2, null);
    send(second);
    send(acceptedAs(first, 2, null));
    send(first);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(types(first))
                    .containsExactly(
                        "anonymization.started",
                        "anonymization.failed",
                        "anonymization.started",
                        "anonymization.completed"));
    assertThat(files.announced(first).get(2))
        .contains("\"attempt\":2")
        .contains("\"fencing_token\":2");
  }

  @Test
  @Scenario("A30")
  void aVideoAtWorkStopsWhenItIsCancelledAndPublishesNothing(@TempDir Path folder)
      throws Exception {
    UploadJobAccepted job = files.accept(MediaKind.VIDEO, longVideo(folder));
    await().atMost(SOON).until(() -> types(job).contains("anonymization.started"));
    send(new UploadJobCancelRequested(job.jobId(), LOCAL));
    await().atMost(SOON).until(() -> types(job).contains("anonymization.cancelled"));
    assertThat(types(job)).containsExactly("anonymization.started", "anonymization.cancelled");
    assertThat(files.awaitEnd(job)).isEqualTo("cancelled");
    assertThat(workState(job)).isEqualTo("cancelled");
    assertThat(files.sourceIsKept(job)).isTrue();
    Path processed = settings.blobs().dir().resolve("processed");
    assertThat(files.rows(job)).doesNotContain("anonymization.completed");
    assertThat(Files.exists(processed) && hasFile(processed, job)).isFalse();
    // Asked again, or too late, nothing happens.
    send(new UploadJobCancelRequested(job.jobId(), LOCAL));
    UploadJobAccepted later = files.accept(MediaKind.REPORT, pdf("Befund danach"));
    files.awaitEnd(later);
    assertThat(types(job)).hasSize(2);
  }

  @Test
  void aVideoNobodyHasBegunIsCancelledAtOnce() {
    UploadJobAccepted job = files.stored(MediaKind.VIDEO, new byte[] {1});
    send(job);
    send(new UploadJobCancelRequested(job.jobId(), LOCAL));
    await().atMost(SOON).until(() -> List.of("cancelled", "failed").contains(workState(job)));
    // The worker may have been quicker; then the file was no video.
    assertThat(types(job).get(types(job).size() - 1))
        .isIn("anonymization.cancelled", "anonymization.failed");
  }

  /** As a full disk between artifact and text does, or a kill before the end was written. */
  @Test
  void whatAnEarlierAttemptLeftGoesWithTheCancelledJob() throws IOException {
    UploadJobAccepted job = files.stored(MediaKind.REPORT, pdf("Befund"));
    Files.writeString(objectOf(job.blobKey()), "damaged");
    send(job);
    await().atMost(SOON).until(() -> types(job).contains("anonymization.retrying"));
    BlobKey left = Job.output(job.jobId(), LOCAL, BlobKey.Role.PROCESSED, 1);
    write(left, new byte[] {1});
    send(new UploadJobCancelRequested(job.jobId(), LOCAL));
    assertThat(files.awaitEnd(job)).isEqualTo("cancelled");
    await().atMost(SOON).until(() -> !vault.exists(left));
  }

  @Test
  void aSignedOffReportIsTakenOverByteForByte() throws IOException {
    UploadJobAccepted raw = files.stored(MediaKind.REPORT, pdf("Befund Mustermann anonymisiert"));
    UploadJobAccepted job = acceptedAs(raw, null, sidecar(raw.sha256().value(), true));
    send(job);
    assertThat(files.awaitEnd(job)).isEqualTo("done_processing_anonymization");
    assertThat(files.announced(job).get(1))
        .contains("\"human_validated\":true")
        .contains("\"artifact_sha256\":\"" + raw.sha256().value())
        .contains("\"patient_hash\":\"" + "a".repeat(64))
        .doesNotContain("2026-01-31");
  }

  @Test
  void whatASidecarDoesNotVouchForIsRefused() throws IOException {
    UploadJobAccepted raw = files.stored(MediaKind.REPORT, pdf("Befund eins"));
    UploadJobAccepted other = files.stored(MediaKind.REPORT, pdf("Befund zwei"));
    UploadJobAccepted numbers =
        files.stored(MediaKind.REPORT, pdf("Konto DE89 3704 0044 0532 0130 00"));
    UploadJobAccepted wrong = acceptedAs(raw, null, sidecar("b".repeat(64), true));
    UploadJobAccepted unsigned = acceptedAs(other, null, sidecar(other.sha256().value(), false));
    UploadJobAccepted residual = acceptedAs(numbers, null, sidecar(numbers.sha256().value(), true));
    List.of(wrong, unsigned, residual).forEach(this::send);
    assertThat(List.of(files.awaitEnd(wrong), files.awaitEnd(unsigned), files.awaitEnd(residual)))
        .containsOnly("failed");
    assertThat(List.of(files.code(wrong), files.code(unsigned), files.code(residual)))
        .containsExactly("sidecar_digest_mismatch", "sidecar_not_validated", "residual_phi");
  }

  private void send(HubEvent event) {
    files.send(Envelopes.of(event, 1, null));
  }

  private static UploadJobAccepted acceptedAs(
      UploadJobAccepted job,
      @org.jspecify.annotations.Nullable Integer attempt,
      @org.jspecify.annotations.Nullable BlobKey sidecar) {
    return new UploadJobAccepted(
        job.jobId(),
        job.centerKey(),
        job.kind(),
        job.mediaType(),
        job.sha256(),
        job.sizeBytes(),
        job.blobKey(),
        attempt,
        sidecar);
  }

  private BlobKey sidecar(String digest, boolean validated) {
    String json =
        """
        {"center_key": "local", "file_sha256": "%s", "human_anonymization_validated": %s,
         "source_system": "archive", "validated_by": "somebody",
         "validated_at": "2026-02-01T10:00:00+01:00", "patient_hash": "%s", "examination_date": "2026-01-31"}
        """
            .formatted(digest, validated, "a".repeat(64));
    BlobKey key = BlobKey.of(BlobKey.Role.RAW, LOCAL, UUID.randomUUID());
    return write(key, json.getBytes(StandardCharsets.UTF_8)).key();
  }

  private Blob write(BlobKey key, byte[] bytes) {
    try (BlobWrite write = vault.write(key)) {
      write.write(bytes);
      return write.commit();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private byte[] bytes(BlobKey key) throws IOException {
    try (var stream = vault.stream(key)) {
      return stream.readAllBytes();
    }
  }

  private Path objectOf(BlobKey key) throws IOException {
    String name = key.value().substring(key.value().lastIndexOf('/') + 1);
    try (var found = Files.walk(settings.blobs().dir())) {
      return found
          .filter(file -> file.getFileName().toString().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean hasFile(Path processed, UploadJobAccepted job) throws IOException {
    UUID name =
        UUID.nameUUIDFromBytes((job.jobId() + "|PROCESSED|1").getBytes(StandardCharsets.UTF_8));
    try (var found = Files.walk(processed)) {
      return found.anyMatch(file -> file.getFileName().toString().equals(name.toString()));
    }
  }

  private String workState(UploadJobAccepted job) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT state FROM work_item WHERE natural_key = :job")
                .bind("job", job.jobId().toString())
                .mapTo(String.class)
                .findOne()
                .orElse("none"));
  }

  private List<String> types(UploadJobAccepted job) {
    return files.announced(job).stream()
        .map(record -> record.replaceAll(".*\"type\":\"([a-z.-]+)\".*", "$1"))
        .toList();
  }

  private static byte[] longVideo(Path folder) throws Exception {
    PeopleBySeed people = new PeopleBySeed(41);
    InventedExamination examination =
        people.nextExamination(people.nextPatient(), ExaminationKind.COLONOSCOPY);
    Path video = folder.resolve("video.mp4");
    VideoSampleOptions options = VideoSampleOptions.PLAIN.size(1280, 720).lasting(30, 10);
    new EndoscopyVideoSample(examination, 41, options).writeTo(video);
    return Files.readAllBytes(video);
  }

  private static byte[] pdf(String line) {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 14);
        content.newLineAtOffset(60, 700);
        content.showText(line + " " + UUID.randomUUID());
        content.endText();
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
