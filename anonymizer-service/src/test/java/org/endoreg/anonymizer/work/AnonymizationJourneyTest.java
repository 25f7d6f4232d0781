package org.endoreg.anonymizer.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.work.LeaseLost;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.PeopleBySeed;
import org.endoreg.samples.report.HostileReports;
import org.endoreg.samples.report.PlantedIdentifier;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSample;
import org.endoreg.samples.report.ReportSamples;
import org.endoreg.samples.video.EndoscopyVideoSample;
import org.endoreg.samples.video.VideoSampleOptions;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
@QuarkusTestResource(AnonymizerSite.class)
class AnonymizationJourneyTest {
  private static final CapturedLog LOG = new CapturedLog();

  private final AcceptedFiles files;
  private final BlobVault vault;
  private final HubSettings settings;
  private final WorkQueue queue;
  private final Publication publication;
  private final Jdbi jdbi;

  AnonymizationJourneyTest(
      AcceptedFiles files,
      BlobVault vault,
      HubSettings settings,
      WorkQueue queue,
      Publication publication,
      Jdbi jdbi) {
    this.files = files;
    this.vault = vault;
    this.settings = settings;
    this.queue = queue;
    this.publication = publication;
    this.jdbi = jdbi;
  }

  @BeforeAll
  static void listen() {
    Logger.getLogger("").addHandler(LOG);
  }

  @AfterAll
  static void stopListening() {
    Logger.getLogger("").removeHandler(LOG);
  }

  @Test
  void anAcceptedReportIsAnonymizedOnceAlthoughDeliveredTwiceAndNobodyIsNamedAnywhere()
      throws IOException {
    ReportSample sample = report(21);
    UploadJobAccepted job = files.stored(MediaKind.REPORT, sample.pdf());
    EventEnvelope event = Envelopes.of(job, 1, null);
    files.send(event);
    files.send(event);
    files.send(Envelopes.of(job, 2, null));

    assertThat(files.awaitEnd(job)).isEqualTo("done_processing_anonymization");
    UploadJobAccepted later = files.accept(MediaKind.REPORT, HostileReports.garbage());
    files.awaitEnd(later);
    assertThat(types(job)).containsExactly("anonymization.started", "anonymization.completed");
    assertThat(blobsOf(job)).containsExactlyInAnyOrder("raw", "processed", "text");
    assertNobodyIsNamed(job, identifiers(sample));
  }

  @Test
  void aVideoIsAnonymizedAndNobodyIsNamedAnywhere(@TempDir Path folder) throws Exception {
    PeopleBySeed people = new PeopleBySeed(22);
    InventedExamination examination =
        people.nextExamination(people.nextPatient(), ExaminationKind.COLONOSCOPY);
    Path video = folder.resolve("video.mp4");
    VideoSampleOptions options =
        VideoSampleOptions.PLAIN.size(1280, 720).lasting(1, 10).withSoundAndTitle();
    new EndoscopyVideoSample(examination, 22, options).writeTo(video);
    UploadJobAccepted job = files.accept(MediaKind.VIDEO, Files.readAllBytes(video));

    assertThat(files.awaitEnd(job)).isEqualTo("done_processing_anonymization");
    assertThat(types(job)).containsExactly("anonymization.started", "anonymization.completed");
    assertThat(files.announced(job).get(1))
        .contains("\"examination_name\":\"colonoscopy\"")
        .containsPattern("\"patient_hash\":\"[0-9a-f]{64}\"");
    assertNobodyIsNamed(
        job,
        List.of(
            examination.patient().firstName(),
            examination.patient().lastName(),
            examination.deviceSerial(),
            examination.patient().birthDate().toString()));
  }

  @Test
  void hostileReportsEndWithTheirCodeAndTheReportBehindThemIsDone() throws IOException {
    Map<String, byte[]> hostile = new LinkedHashMap<>();
    hostile.put("encrypted_pdf", HostileReports.encrypted());
    hostile.put("unreadable_source", HostileReports.truncated());
    hostile.put("limit_exceeded", HostileReports.bomb(300));
    List<UploadJobAccepted> jobs = new ArrayList<>();
    List<String> codes = new ArrayList<>();
    hostile.forEach(
        (code, bytes) -> {
          codes.add(code);
          jobs.add(files.accept(MediaKind.REPORT, bytes));
        });
    jobs.add(files.accept(MediaKind.REPORT, HostileReports.hugePage()));
    codes.add("limit_exceeded");
    jobs.add(files.accept(MediaKind.REPORT, HostileReports.nestedArrays(200_000)));
    codes.add("unreadable_source");
    UploadJobAccepted normal = files.accept(MediaKind.REPORT, report(23).pdf());

    assertThat(files.awaitEnd(normal)).isEqualTo("done_processing_anonymization");
    for (int i = 0; i < jobs.size(); i++) {
      UploadJobAccepted job = jobs.get(i);
      assertThat(files.awaitEnd(job)).isEqualTo("failed");
      assertThat(files.code(job)).isEqualTo(codes.get(i));
      assertThat(types(job)).containsExactly("anonymization.started", "anonymization.failed");
      assertThat(files.announced(job).get(1))
          .containsIgnoringCase("\"code\":\"" + codes.get(i) + "\"");
      assertThat(files.sourceIsKept(job)).isTrue();
      assertThat(blobsOf(job)).containsExactly("raw");
    }
  }

  @Test
  void aVideoThatIsNoneFailsAndKeepsItsSource() throws IOException {
    UploadJobAccepted job =
        files.accept(MediaKind.VIDEO, "no video".getBytes(StandardCharsets.UTF_8));
    assertThat(files.awaitEnd(job)).isEqualTo("failed");
    assertThat(files.code(job)).isEqualTo("unreadable_source");
    assertThat(blobsOf(job)).containsExactly("raw");
  }

  /** The lease of the first worker runs out while it works; the second one takes the item over. */
  @Test
  @Scenario("A27")
  void whatAWorkerMadeAfterItLostItsLeaseIsDiscarded() throws IOException {
    UploadJobAccepted accepted = files.stored(MediaKind.REPORT, new byte[] {1});
    Job slow = new Job(accepted, claimed(accepted, "slow"));
    takeLeaseAway(slow.item());
    Job quick = new Job(accepted, queue.claim("fencing", "quick").orElseThrow());

    publication.completed(quick, outcome(quick), Instant.now());
    Outcome late = outcome(slow);
    assertThatThrownBy(() -> publication.completed(slow, late, Instant.now()))
        .isInstanceOf(LeaseLost.class);

    assertThat(vault.exists(late.artifact().key())).isFalse();
    assertThat(vault.exists(quick.output(BlobKey.Role.PROCESSED))).isTrue();
    assertThat(types(accepted)).containsExactly("anonymization.completed");
    assertThat(files.announced(accepted).get(0))
        .contains(quick.output(BlobKey.Role.PROCESSED).value());
    assertThatThrownBy(() -> publication.started(slow)).isInstanceOf(LeaseLost.class);
  }

  @Test
  void whatAKilledWorkerLeftBehindIsRemovedByItsSuccessor() throws IOException {
    UploadJobAccepted accepted = files.stored(MediaKind.REPORT, new byte[] {2});
    Job killed = new Job(accepted, claimed(accepted, "killed"));
    Outcome orphan = outcome(killed);
    takeLeaseAway(killed.item());
    Job successor = new Job(accepted, queue.claim("fencing", "successor").orElseThrow());

    publication.completed(successor, outcome(successor), Instant.now());
    assertThat(vault.exists(orphan.artifact().key())).isFalse();
    assertThat(blobsOf(accepted)).containsExactlyInAnyOrder("raw", "processed");
  }

  private WorkItem claimed(UploadJobAccepted accepted, String owner) {
    jdbi.useTransaction(
        transaction -> {
          new AnonymizationStore().accepted(transaction, accepted);
          queue.add(
              transaction,
              "fencing",
              accepted.jobId().toString(),
              accepted.centerKey(),
              Job.payload(accepted));
        });
    return queue.claim("fencing", owner).orElseThrow();
  }

  private void takeLeaseAway(WorkItem item) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "UPDATE work_item SET lease_expires_at = now() - interval '1 s' WHERE id = :id")
                .bind("id", item.id())
                .execute());
  }

  private Outcome outcome(Job job) throws IOException {
    try (BlobWrite write = vault.write(job.output(BlobKey.Role.PROCESSED))) {
      write.write(7);
      Blob artifact = write.commit();
      return new Outcome(
          artifact,
          Optional.empty(),
          SensitiveMeta.empty(),
          Optional.empty(),
          Map.of(),
          0,
          Optional.of(1),
          List.of());
    }
  }

  private void assertNobodyIsNamed(UploadJobAccepted job, List<String> identifiers) {
    String rows = files.rows(job);
    assertThat(rows).contains("identity=").contains(job.jobId().toString());
    String log = LOG.text();
    for (String identifier : identifiers) {
      assertThat(rows).doesNotContainIgnoringCase(identifier);
      assertThat(log).doesNotContainIgnoringCase(identifier);
    }
  }

  /** Short strings occur in digests and counts by chance. */
  private static List<String> identifiers(ReportSample sample) {
    return sample.planted().stream()
        .map(PlantedIdentifier::text)
        .filter(text -> text.length() >= 5)
        .toList();
  }

  private List<String> types(UploadJobAccepted job) {
    return files.announced(job).stream()
        .map(record -> record.replaceAll(".*\"type\":\"([a-z.-]+)\".*", "$1"))
        .toList();
  }

  /** The roles of all blobs any attempt at the job may have written. */
  private List<String> blobsOf(UploadJobAccepted job) throws IOException {
    List<String> roles = new ArrayList<>();
    for (BlobKey.Role role : BlobKey.Role.values()) {
      for (long token = 1; token <= 5; token++) {
        BlobKey key =
            role == BlobKey.Role.RAW ? job.blobKey() : new Job(job, item(token)).output(role);
        String name = key.value().substring(0, key.value().indexOf('/'));
        if (vault.exists(key) && (role != BlobKey.Role.RAW || token == 1)) {
          roles.add(name);
        }
      }
    }
    assertThat(unfinishedWrites()).isZero();
    return roles;
  }

  private long unfinishedWrites() {
    try (Stream<Path> staged = Files.list(settings.blobs().dir().resolve(".staging"))) {
      return staged.count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static WorkItem item(long token) {
    return new WorkItem(
        0, "", "", new CenterKey("local"), new UUID(0, 0), "", 1, 0, token, "", false);
  }

  private static ReportSample report(long seed) {
    return new ReportSamples(seed)
        .write(ExaminationKind.GASTROSCOPY, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL);
  }
}
