package org.endoreg.ingest.reaper;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.AnonymizationFailed;
import org.endoreg.contracts.events.ExaminationLinked;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.ingest.ledger.IngestMode;
import org.endoreg.ingest.ledger.JobSamples;
import org.endoreg.ingest.ledger.Submission;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.rules.Scenario;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deleting sources, with real encrypted blobs. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class SourceReaperTest {
  private static final CenterScope SCOPE = CenterScope.of(JobSamples.LOCAL);

  private final JobSamples samples;
  private final SourceReaper reaper;
  private final BlobVault vault;
  private final Jdbi jdbi;

  SourceReaperTest(JobSamples samples, SourceReaper reaper, BlobVault vault, Jdbi jdbi) {
    this.samples = samples;
    this.reaper = reaper;
    this.vault = vault;
    this.jdbi = jdbi;
  }

  @BeforeEach
  void nothingElseIsDue() {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE upload_job SET source_file_delete_eligible_at = now() + interval '1 day'"
                    + " WHERE cleanup_status = 'eligible'"));
  }

  @Test
  @Scenario("A33")
  void aDryRunListsADueSourceAndApplyingDeletesItWithAReceipt() throws IOException {
    Job job = success("watched");
    assertThat(verdict(reaper.run(SCOPE, false), job).blockers()).isEmpty();
    assertThat(vault.exists(job.source.key())).isTrue();
    assertThat(samples.text(job.id, "cleanup_status")).isEqualTo("eligible");

    assertThat(verdict(reaper.run(SCOPE, true), job).deleted()).isTrue();
    assertThat(vault.exists(job.source.key())).isFalse();
    assertThat(vault.exists(job.artifact.key())).isTrue();
    assertThat(samples.row(job.id))
        .containsEntry("cleanup_status", "completed")
        .containsEntry("source_file_persisted", false)
        .containsEntry("cleanup_source_content_sha256", job.source.sha256().value());
    assertThat(samples.row(job.id).get("cleanup_receipt_id")).isNotNull();
    assertThat(audited("cleanup.deleted", job.id)).isEqualTo(1);
    assertThat(reaper.run(SCOPE, true).jobs()).isEmpty();
  }

  @Test
  @Scenario("A34")
  void alteredBytesAreKept() throws IOException {
    Job job = success("original");
    samples.stored(job.source.key(), "something else");
    assertThat(verdict(reaper.run(SCOPE, false), job).blockers())
        .containsExactly(CleanupBlocker.SOURCE_IDENTITY_CHANGED);
    assertThat(verdict(reaper.run(SCOPE, true), job).blockers())
        .containsExactly(CleanupBlocker.SOURCE_IDENTITY_CHANGED);
    assertThat(vault.exists(job.source.key())).isTrue();
    assertThat(samples.row(job.id))
        .containsEntry("cleanup_status", "eligible")
        .containsEntry("cleanup_failure_count", 1)
        .containsEntry("cleanup_last_error_code", "source_identity_changed");
    assertThat(reaper.run(SCOPE, true).jobs()).as("not at once again").isEmpty();
  }

  @Test
  void withoutItsArtifactTheSourceIsAllThereIs() throws IOException {
    Job gone = success("one");
    Job changed = success("two");
    vault.delete(gone.artifact.key());
    samples.stored(changed.artifact.key(), "another artifact");
    SourceReaper.Run run = reaper.run(SCOPE, true);
    assertThat(verdict(run, gone).blockers()).containsExactly(CleanupBlocker.ARTIFACT_MISSING);
    assertThat(verdict(run, changed).blockers())
        .containsExactly(CleanupBlocker.ARTIFACT_IDENTITY_CHANGED);
    assertThat(vault.exists(gone.source.key())).isTrue();
    assertThat(vault.exists(changed.source.key())).isTrue();
  }

  @Test
  void aCrashAfterTheReceiptIsFinishedByTheNextRun() throws IOException {
    Job before = success("crash before deleting");
    Job after = success("crash after deleting");
    deleting(before);
    deleting(after);
    vault.delete(after.source.key());
    SourceReaper.Run run = reaper.run(SCOPE, true);
    assertThat(verdict(run, before).deleted()).isTrue();
    assertThat(verdict(run, after).deleted()).isTrue();
    assertThat(vault.exists(before.source.key())).isFalse();
    assertThat(samples.text(after.id, "cleanup_status")).isEqualTo("completed");
  }

  @Test
  void anAlteredSourceIsKeptAlsoByTheRunThatFinishes() throws IOException {
    Job job = success("half deleted");
    deleting(job);
    samples.stored(job.source.key(), "came back as something else");
    assertThat(verdict(reaper.run(SCOPE, true), job).blockers())
        .containsExactly(CleanupBlocker.SOURCE_IDENTITY_CHANGED);
    assertThat(vault.exists(job.source.key())).isTrue();
  }

  @Test
  void aBlobSomebodyElseNeedsIsKept() throws IOException {
    Job job = success("shared");
    jdbi.useHandle(
        handle ->
            handle.execute(
                """
                INSERT INTO quarantine_item (id, center_key, sha256, size_bytes, blob_key, folder,
                    reason_code, status)
                VALUES (gen_random_uuid(), 'local', ?, ?, ?, 'video_import', 'policy_denied',
                    'pending_review')
                """,
                job.source.sha256().value(),
                job.source.sizeBytes(),
                job.source.key().value()));
    assertThat(verdict(reaper.run(SCOPE, true), job).blockers())
        .containsExactly(CleanupBlocker.SHARED_REFERENCE);
    assertThat(vault.exists(job.source.key())).isTrue();
  }

  @Test
  void aFailureGoesWhenItsBytesSucceededLater() throws IOException {
    UUID failed = samples.report(IngestMode.WATCHER);
    samples.happens(
        new AnonymizationFailed(failed, JobSamples.LOCAL, ProblemCode.UNREADABLE_SOURCE));
    BlobKey source = new BlobKey(samples.text(failed, "blob_key"));
    reaper.run(SCOPE, true);
    assertThat(vault.exists(source)).isTrue();
    Blob again =
        new Blob(
            samples.stored(BlobKey.Role.RAW).key(),
            new org.endoreg.contracts.Sha256(samples.text(failed, "content_hash")),
            Long.parseLong(samples.text(failed, "size_bytes")));
    succeed(
        samples.accept(samples.submission(MediaKind.REPORT, again, IngestMode.WATCHER)).jobId(),
        again);
    reaper.run(SCOPE, true);
    assertThat(vault.exists(source)).isFalse();
    assertThat(samples.text(failed, "cleanup_status")).isEqualTo("completed");
    assertThat(samples.status(failed)).isEqualTo("error");
  }

  @Test
  void twoRunsAtOnceDoNotMeet() {
    jdbi.useHandle(
        handle -> {
          handle.execute("SELECT pg_advisory_lock(?)", SourceReaper.REAPER_LOCK);
          assertThat(CompletableFuture.supplyAsync(() -> reaper.run(SCOPE, true)).join().ran())
              .isFalse();
          handle.execute("SELECT pg_advisory_unlock(?)", SourceReaper.REAPER_LOCK);
        });
  }

  @Test
  @Scenario("A33")
  void theRouteTellsWhatKeepsASourceAndDoesNotDeleteWithoutTheSwitch() {
    UUID waiting = samples.report(IngestMode.WATCHER);
    List<Map<String, Object>> kept =
        given()
            .get("/api/media/cleanup?limit=200")
            .then()
            .statusCode(200)
            .extract()
            .path("results");
    assertThat(kept)
        .filteredOn(row -> waiting.toString().equals(row.get("job_id")))
        .singleElement()
        .satisfies(
            row -> assertThat(String.valueOf(row.get("blockers"))).contains("not_successful"));
    given()
        .contentType("application/json")
        .body(Map.of("apply", true))
        .post("/api/media/cleanup/run")
        .then()
        .statusCode(422)
        .body("code", equalTo("policy_denied"));
    given()
        .contentType("application/json")
        .body("{}")
        .post("/api/media/cleanup/run")
        .then()
        .statusCode(200)
        .body("apply", equalTo(false));
  }

  private record Job(UUID id, Blob source, Blob artifact) {}

  private Job success(String text) {
    Blob source =
        samples.stored(
            BlobKey.of(BlobKey.Role.RAW, JobSamples.LOCAL, UUID.randomUUID()),
            text + UUID.randomUUID());
    Submission submission = samples.submission(MediaKind.REPORT, source, IngestMode.WATCHER);
    return succeed(samples.accept(submission).jobId(), source);
  }

  private Job succeed(UUID id, Blob source) {
    Blob artifact = samples.stored(BlobKey.Role.PROCESSED);
    samples.happens(
        new AnonymizationCompleted(
            id,
            JobSamples.LOCAL,
            MediaKind.REPORT,
            source.sha256(),
            source.key(),
            artifact.key(),
            artifact.sha256(),
            artifact.sizeBytes(),
            null,
            Map.of(),
            0,
            1,
            new Pseudonym(null, null, null, null, null, null),
            1,
            null));
    samples.happens(new ExaminationLinked(id, JobSamples.LOCAL, 7, null, null));
    return new Job(id, source, artifact);
  }

  private void deleting(Job job) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                """
                UPDATE upload_job SET cleanup_status = 'deleting',
                    cleanup_receipt_id = gen_random_uuid(), cleanup_started_at = now(),
                    cleanup_fencing_token = 1, cleanup_source_name_sha256 = repeat('a', 64),
                    cleanup_source_size_bytes = size_bytes,
                    cleanup_source_content_sha256 = content_hash
                WHERE id = ?
                """,
                job.id));
  }

  private static SourceReaper.Verdict verdict(SourceReaper.Run run, Job job) {
    return run.jobs().stream()
        .filter(verdict -> verdict.jobId().equals(job.id))
        .findFirst()
        .orElseThrow();
  }

  private long audited(String action, UUID object) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*) FROM (SELECT entry FROM audit_pending
                        UNION ALL SELECT entry FROM audit_entry) told
                    WHERE entry LIKE :action AND entry LIKE :object
                    """)
                .bind("action", "%" + action + "%")
                .bind("object", "%" + object + "%")
                .mapTo(Long.class)
                .one());
  }
}
