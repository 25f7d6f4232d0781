package org.endoreg.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.AnonymizationCancelled;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.AnonymizationFailed;
import org.endoreg.contracts.events.AnonymizationRetrying;
import org.endoreg.contracts.events.AnonymizationStarted;
import org.endoreg.contracts.events.ExaminationLinked;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.Test;

/** What workers report and operators decide, on the real database. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class JobLifeTest {
  private static final CenterScope SCOPE = CenterScope.of(JobSamples.LOCAL);
  private static final Caller OPERATOR =
      new Caller(Caller.Kind.USER, "operator", "operator", Set.of(), Set.of(), SCOPE);

  private final JobSamples samples;
  private final JobDecisions decisions;
  private final BlobVault vault;
  private final MeterRegistry metrics;

  JobLifeTest(JobSamples samples, JobDecisions decisions, BlobVault vault, MeterRegistry metrics) {
    this.samples = samples;
    this.decisions = decisions;
    this.vault = vault;
    this.metrics = metrics;
  }

  @Test
  @Scenario("A32")
  void aSuccessfulUploadKeepsItsSourceAndAWatchedOneMayGo() {
    UUID uploaded = samples.report(IngestMode.API);
    UUID watched = samples.report(IngestMode.WATCHER);
    happens(started(uploaded, 1L, 1), linked(uploaded), started(watched, 1L, 1), linked(watched));
    assertThat(samples.row(uploaded))
        .containsEntry("status", "anonymized")
        .containsEntry("cleanup_status", "skipped")
        .containsEntry("storage_tier", "upload_api");
    assertThat(samples.row(watched))
        .containsEntry("cleanup_status", "eligible")
        .containsEntry("storage_tier", "upload_watcher");
    assertThat(samples.row(watched).get("source_file_delete_eligible_at")).isNotNull();
  }

  @Test
  void aPlannedRetryIsShownAndEndsWithTheNextStart() {
    UUID job = samples.video();
    Instant next = Instant.parse("2030-01-01T00:00:00Z");
    happens(started(job, 1L, 1), retrying(job, 1, next, 1));
    assertThat(samples.row(job))
        .containsEntry("status", "retrying")
        .containsEntry("error_code", "insufficient_storage")
        .containsEntry("retryable", true)
        .containsEntry("retry_count", 1)
        .containsEntry("max_retries", 96);
    assertThat(samples.row(job).get("next_retry_at")).isNotNull();
    happens(started(job, 2L, 1));
    assertThat(samples.row(job))
        .containsEntry("status", "processing")
        .containsEntry("retryable", false)
        .containsEntry("retry_count", 1)
        .containsEntry("processing_fencing_token", 2L);
    happens(failed(job, ProblemCode.INSUFFICIENT_STORAGE, 1));
    assertThat(samples.row(job))
        .containsEntry("status", "error")
        .containsEntry("retryable", false)
        .containsEntry("cleanup_status", "pending");
  }

  @Test
  @Scenario("A27")
  void aStaleWorkerIsRejectedAndCounted() {
    UUID job = samples.video();
    happens(started(job, 5L, 1));
    double before = count("endoreg_fencing_rejected_total");
    String change = samples.text(job, "change_number");
    happens(started(job, 4L, 1));
    assertThat(count("endoreg_fencing_rejected_total")).isEqualTo(before + 1);
    assertThat(samples.text(job, "change_number")).isEqualTo(change);
  }

  /** A watcher killed between telling of a file and removing it tells of it again. */
  @Test
  void aSubmissionThatComesAgainAfterItsJobEndedIsThatJob() {
    Submission submission =
        samples.submission(MediaKind.REPORT, samples.stored(BlobKey.Role.RAW), IngestMode.WATCHER);
    UUID job = samples.accept(submission).jobId();
    happens(started(job, 1L, 1), failed(job, ProblemCode.UNREADABLE_SOURCE, 1));
    assertThat(samples.accept(submission)).isEqualTo(new Acceptance(job, true));
    assertThat(samples.status(job)).isEqualTo("error");
  }

  @Test
  @Scenario("A29")
  void aMissingSourceLosesTheJob() {
    UUID job = samples.video();
    happens(failed(job, ProblemCode.SOURCE_MISSING, 1));
    assertThat(samples.row(job))
        .containsEntry("status", "lost")
        .containsEntry("error_code", "source_missing")
        .containsEntry("source_file_persisted", false)
        .containsEntry("cleanup_status", "skipped");
    assertThatThrownBy(() -> decide(job, JobAction.RETRY)).hasMessage("conflict");
  }

  @Test
  void anOperatorsRetryIsANewAttemptAndLateReportsOfTheOldOneChangeNothing() {
    UUID job = samples.video();
    happens(started(job, 1L, 1), failed(job, ProblemCode.ENCODE_FAILED, 1));
    assertThat(decide(job, JobAction.RETRY)).isEqualTo(UploadStatus.RETRYING);
    assertThat(samples.row(job))
        .containsEntry("attempt", 2)
        .containsEntry("error_code", "encode_failed")
        .containsEntry("finished_at", null);
    assertThat(samples.announced(job))
        .containsExactly("upload-job.accepted", "upload-job.accepted");

    happens(
        started(job, 1L, 1),
        failed(job, ProblemCode.NO_FRAMES, 1),
        retrying(job, 2, Instant.now(), 1),
        new AnonymizationCancelled(job, JobSamples.LOCAL, 1));
    assertThat(samples.status(job)).isEqualTo("retrying");
    happens(started(job, 2L, 2), linked(job));
    assertThat(samples.status(job)).isEqualTo("anonymized");
    assertThatThrownBy(() -> decide(job, JobAction.RETRY)).hasMessage("conflict");
  }

  @Test
  void aRetryWithoutASourceOrWithALivingTwinIsRefused() throws IOException {
    UUID job = samples.video();
    happens(failed(job, ProblemCode.ENCODE_FAILED, 1));
    Blob bytes = blobOf(job);
    Submission twin = samples.submission(MediaKind.VIDEO, copyOf(bytes), IngestMode.API);
    assertThat(samples.accept(twin).reused()).isFalse();
    assertThatThrownBy(() -> decide(job, JobAction.RETRY)).hasMessage("conflict");

    UUID gone = samples.video();
    happens(failed(gone, ProblemCode.ENCODE_FAILED, 1));
    vault.delete(blobOf(gone).key());
    assertThatThrownBy(() -> decide(gone, JobAction.RETRY)).hasMessage("source_missing");
  }

  @Test
  @Scenario("A30")
  void aQueuedVideoIsCancelledAtOnceAndARunningOneWhenItsWorkerStopped() {
    UUID queued = samples.video();
    assertThat(decide(queued, JobAction.CANCEL)).isEqualTo(UploadStatus.CANCELLED);
    assertThat(samples.row(queued))
        .containsEntry("cleanup_status", "skipped")
        .containsEntry("cancellation_requested_by", "operator")
        .containsEntry("processing_fencing_token", 1L);
    assertThat(samples.announced(queued))
        .containsExactly("upload-job.accepted", "upload-job.cancel-requested");

    UUID running = samples.video();
    happens(started(running, 1L, 1));
    assertThat(decide(running, JobAction.CANCEL)).isEqualTo(UploadStatus.CANCEL_REQUESTED);
    assertThat(decide(running, JobAction.CANCEL)).isEqualTo(UploadStatus.CANCEL_REQUESTED);
    assertThat(samples.announced(running))
        .containsExactly("upload-job.accepted", "upload-job.cancel-requested");
    happens(new AnonymizationCancelled(running, JobSamples.LOCAL, 1));
    assertThat(samples.status(running)).isEqualTo("cancelled");
    happens(started(running, 2L, 1));
    assertThat(samples.status(running)).isEqualTo("cancelled");
  }

  @Test
  void aResultTheLedgerDidNotKnowOfWhenItCancelledStandsUnlessTheBytesCameAgain()
      throws IOException {
    UUID begun = samples.video();
    decide(begun, JobAction.CANCEL);
    happens(linked(begun));
    assertThat(samples.status(begun)).isEqualTo("anonymized");

    UUID replaced = samples.video();
    decide(replaced, JobAction.CANCEL);
    Submission bytes =
        samples.submission(MediaKind.VIDEO, copyOf(blobOf(replaced)), IngestMode.API);
    UUID again = samples.accept(bytes).jobId();
    happens(linked(replaced));
    assertThat(samples.status(replaced)).isEqualTo("cancelled");
    assertThat(samples.status(again)).isEqualTo("pending");
  }

  @Test
  void aWaitingRetryIsCancelledAtOnceToo() {
    UUID job = samples.video();
    happens(started(job, 1L, 1), retrying(job, 1, Instant.now(), 1));
    assertThat(decide(job, JobAction.CANCEL)).isEqualTo(UploadStatus.CANCELLED);
  }

  @Test
  void whatWasDoneBeforeTheWorkerWasAskedStands() {
    UUID job = samples.video();
    happens(started(job, 1L, 1));
    decide(job, JobAction.CANCEL);
    happens(linked(job));
    assertThat(samples.status(job)).isEqualTo("anonymized");
  }

  @Test
  @Scenario("A30")
  void reportsAndSignedOffMediaAreNotCancelled() {
    UUID report = samples.report(IngestMode.API);
    assertThatThrownBy(() -> decide(report, JobAction.CANCEL)).hasMessage("conflict");
    Submission signedOff =
        samples
            .submission(MediaKind.VIDEO, samples.stored(BlobKey.Role.RAW), IngestMode.WATCHER)
            .with(samples.stored(BlobKey.Role.RAW).key());
    UUID job = samples.accept(signedOff).jobId();
    assertThat(samples.row(job)).containsEntry("storage_tier", "upload_preanonymized");
    assertThatThrownBy(() -> decide(job, JobAction.CANCEL)).hasMessage("conflict");
  }

  @Test
  void cancelAndResultThatMeetEndWithTheResultInEitherOrder() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    for (int round = 0; round < 10; round++) {
      UUID job = samples.video();
      CyclicBarrier barrier = new CyclicBarrier(2);
      Future<?> result = two.submit(() -> meet(barrier, () -> happens(linked(job))));
      Future<?> cancel = two.submit(() -> meet(barrier, () -> tryCancel(job)));
      result.get();
      cancel.get();
      assertThat(samples.status(job)).isEqualTo("anonymized");
    }
    two.shutdown();
  }

  @Test
  void parkingEndsTheRetriesAndKeepsTheReason() {
    UUID job = samples.video();
    happens(started(job, 1L, 1), retrying(job, 1, Instant.now(), 1));
    assertThat(decide(job, JobAction.PARK)).isEqualTo(UploadStatus.ERROR);
    assertThat(samples.row(job)).containsEntry("error_code", "insufficient_storage");
    assertThat(samples.announced(job)).endsWith("upload-job.cancel-requested");
    assertThat(decide(job, JobAction.RETRY)).isEqualTo(UploadStatus.RETRYING);
    happens(new AnonymizationCancelled(job, JobSamples.LOCAL, 1));
    assertThat(samples.status(job)).isEqualTo("retrying");
  }

  @Test
  void foreignAndMissingJobsAreTheSameToAnOperator() {
    UUID job = samples.video();
    CenterScope elsewhere = CenterScope.of(new org.endoreg.contracts.CenterKey("elsewhere"));
    assertThatThrownBy(() -> decisions.decide(elsewhere, job, JobAction.CANCEL, OPERATOR))
        .hasMessage("not_found");
    assertThatThrownBy(() -> decide(UUID.randomUUID(), JobAction.CANCEL)).hasMessage("not_found");
  }

  @Test
  void theSameBytesAreTheSameJobWhileItStands() throws IOException {
    UUID job = samples.video();
    Blob bytes = blobOf(job);
    Submission again = samples.submission(MediaKind.VIDEO, copyOf(bytes), IngestMode.WATCHER);
    assertThat(samples.accept(again)).isEqualTo(new Acceptance(job, true));
    happens(started(job, 1L, 1));
    assertThat(samples.accept(again)).isEqualTo(new Acceptance(job, true));

    vault.delete(bytes.key());
    Acceptance anew = samples.accept(again);
    assertThat(anew.reused()).isFalse();
    assertThat(samples.row(job))
        .containsEntry("status", "lost")
        .containsEntry("error_code", "source_missing");
    assertThat(samples.row(anew.jobId())).containsEntry("previous_upload_job_id", job);
  }

  @Test
  void anAnonymizedJobStandsAsLongAsItsArtifactDoes() throws IOException {
    UUID job = samples.video();
    Blob bytes = blobOf(job);
    Blob artifact = samples.stored(BlobKey.Role.PROCESSED);
    happens(started(job, 1L, 1), completed(job, bytes, artifact), linked(job));
    Submission again = samples.submission(MediaKind.VIDEO, copyOf(bytes), IngestMode.API);
    assertThat(samples.accept(again)).isEqualTo(new Acceptance(job, true));

    vault.delete(artifact.key());
    Acceptance anew = samples.accept(again);
    assertThat(anew.reused()).isFalse();
    assertThat(samples.row(job))
        .containsEntry("status", "lost")
        .containsEntry("error_code", "media_integrity_failed");
    assertThat(samples.row(anew.jobId())).containsEntry("previous_upload_job_id", job);
  }

  @Test
  @Scenario("A31")
  void cancelledBytesAreANewJob() {
    UUID job = samples.video();
    decide(job, JobAction.CANCEL);
    Submission again = samples.submission(MediaKind.VIDEO, copyOf(blobOf(job)), IngestMode.API);
    assertThat(samples.accept(again).reused()).isFalse();
  }

  private void tryCancel(UUID job) {
    try {
      decide(job, JobAction.CANCEL);
    } catch (ProblemException tooLate) {
      assertThat(tooLate.code()).isEqualTo(ProblemCode.CONFLICT);
    }
  }

  private static void meet(CyclicBarrier barrier, Runnable step) {
    try {
      barrier.await();
    } catch (Exception unexpected) {
      throw new IllegalStateException(unexpected);
    }
    step.run();
  }

  private UploadStatus decide(UUID job, JobAction action) {
    return decisions.decide(SCOPE, job, action, OPERATOR);
  }

  private void happens(HubEvent... events) {
    for (HubEvent event : events) {
      samples.happens(event);
    }
  }

  private double count(String name) {
    return metrics.counter(name, "place", "ledger").count();
  }

  private Blob blobOf(UUID job) {
    return new Blob(
        new BlobKey(samples.text(job, "blob_key")),
        new Sha256(samples.text(job, "content_hash")),
        Long.parseLong(samples.text(job, "size_bytes")));
  }

  /** The same content as it would arrive again: under a key of its own. */
  private static Blob copyOf(Blob blob) {
    BlobKey key = BlobKey.of(BlobKey.Role.RAW, JobSamples.LOCAL, UUID.randomUUID());
    return new Blob(key, blob.sha256(), blob.sizeBytes());
  }

  private static HubEvent started(UUID job, long token, int attempt) {
    return new AnonymizationStarted(job, JobSamples.LOCAL, token, attempt);
  }

  private static HubEvent failed(UUID job, ProblemCode code, int attempt) {
    return new AnonymizationFailed(job, JobSamples.LOCAL, code, attempt);
  }

  private static HubEvent retrying(UUID job, int count, Instant next, int attempt) {
    return new AnonymizationRetrying(
        job, JobSamples.LOCAL, ProblemCode.INSUFFICIENT_STORAGE, count, 96, next, attempt);
  }

  private static HubEvent linked(UUID job) {
    return new ExaminationLinked(job, JobSamples.LOCAL, 7, null, null);
  }

  private static HubEvent completed(UUID job, Blob source, Blob artifact) {
    return new AnonymizationCompleted(
        job,
        JobSamples.LOCAL,
        MediaKind.VIDEO,
        source.sha256(),
        source.key(),
        artifact.key(),
        artifact.sha256(),
        artifact.sizeBytes(),
        null,
        Map.of(),
        0,
        null,
        new Pseudonym(null, null, null, null, null, null),
        1,
        null);
  }
}
