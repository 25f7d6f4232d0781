package org.endoreg.ingest.quarantine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.DropRejected;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.contracts.events.UploadJobSubmitted;
import org.endoreg.ingest.ledger.IngestMode;
import org.endoreg.ingest.ledger.JobSamples;
import org.endoreg.ingest.ledger.Submission;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventProducer;
import org.endoreg.platform.rules.Scenario;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quarantine with real blobs; events come over the real broker. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class QuarantineTest {
  private static final String ROUTE = "/api/media/quarantine/";
  private static final CenterScope SCOPE = CenterScope.of(JobSamples.LOCAL);
  private static final Caller REVIEWER = person("reviewer", SCOPE);
  private static final Caller REAPER = person("another", SCOPE);

  private final JobSamples samples;
  private final QuarantineIntake intake;
  private final QuarantineDecisions decisions;
  private final QuarantineReaper reaper;
  private final BlobVault vault;
  private final EventProducer producer;
  private final Jdbi jdbi;

  QuarantineTest(
      JobSamples samples,
      QuarantineIntake intake,
      QuarantineDecisions decisions,
      QuarantineReaper reaper,
      BlobVault vault,
      EventProducer producer,
      Jdbi jdbi) {
    this.samples = samples;
    this.intake = intake;
    this.decisions = decisions;
    this.reaper = reaper;
    this.vault = vault;
    this.producer = producer;
    this.jdbi = jdbi;
  }

  @BeforeEach
  void nothingElseIsDue() {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE quarantine_item SET delete_eligible_at = now() + interval '1 day'"
                    + " WHERE status = 'approved_for_deletion'"));
  }

  @Test
  void aRejectedDropBecomesAnItemOnceAlthoughItIsDeliveredTwice() throws Exception {
    Blob media = samples.stored(BlobKey.Role.RAW);
    Blob sidecar = samples.stored(BlobKey.Role.RAW);
    DropRejected drop = drop(media, sidecar.key());
    send(drop);
    send(drop);
    await().until(() -> count(media) == 1);
    Response page = given().get(ROUTE + "?limit=500");
    page.then().statusCode(200);
    assertThat(page.asString())
        .contains(media.sha256().value(), "\"reason_code\":\"sidecar_invalid\"")
        .contains("\"has_sidecar\":true", "pending_review")
        .doesNotContain(media.key().value());
  }

  @Test
  void whatTheFolderOfSignedOffMediaMayNotHoldNeverBecomesAJob() throws Exception {
    Blob bare = samples.stored(BlobKey.Role.RAW);
    Blob noMedium = samples.stored(BlobKey.Role.RAW);
    send(submitted(bare, null));
    send(submitted(noMedium, samples.stored(BlobKey.Role.RAW).key()));
    await().until(() -> count(bare) == 1 && count(noMedium) == 1);
    assertThat(reason(bare)).isEqualTo("sidecar_missing");
    assertThat(reason(noMedium)).isEqualTo("unsupported_media_type");
    assertThat(jobsOf(bare)).isZero();
    assertThat(jobsOf(noMedium)).isZero();
  }

  @Test
  void aSubmissionThatComesAgainWithoutItsCopyHoldsNothingUp() throws Exception {
    Blob first = pdf(JobSamples.LOCAL, UUID.randomUUID().toString());
    samples.accept(samples.submission(MediaKind.REPORT, first, IngestMode.API));
    Blob copy = copyOf(first, JobSamples.LOCAL);
    Blob next = samples.stored(BlobKey.Role.RAW);
    UUID key = UUID.randomUUID();
    long setAside = setAside();
    send(dropped(key, copy, IngestFolder.REPORT_IMPORT));
    await().until(() -> !vault.exists(copy.key()));

    send(dropped(key, copy, IngestFolder.REPORT_IMPORT));
    send(dropped(key, next, IngestFolder.PREANONYMIZED_IMPORT));

    await().until(() -> count(next) == 1);
    assertThat(jobsOf(first)).isEqualTo(1);
    assertThat(setAside()).as("nothing was waited for and given up").isEqualTo(setAside);
  }

  private long setAside() {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT count(*) FROM dead_letter").mapTo(Long.class).one());
  }

  private static UploadJobSubmitted dropped(UUID submission, Blob media, IngestFolder folder) {
    return new UploadJobSubmitted(
        submission,
        media.key().center(),
        media.sha256(),
        media.sizeBytes(),
        media.key(),
        folder,
        null);
  }

  private Blob copyOf(Blob media, CenterKey center) throws IOException {
    Blob copied =
        new Blob(
            BlobKey.of(BlobKey.Role.RAW, center, UUID.randomUUID()),
            media.sha256(),
            media.sizeBytes());
    try (var bytes = vault.stream(media.key());
        var copy = vault.write(copied.key())) {
      bytes.transferTo(copy);
      copy.commit();
    }
    return copied;
  }

  @Test
  @Scenario("A47")
  void aMediumSignedOffAtOneCenterIsNotTakenOverByAnother() throws Exception {
    Blob here = pdf(JobSamples.LOCAL, UUID.randomUUID().toString());
    Submission signedOff =
        samples
            .submission(MediaKind.REPORT, here, IngestMode.WATCHER)
            .with(samples.stored(BlobKey.Role.RAW).key());
    UUID job = samples.accept(signedOff).jobId();
    CenterKey north = new CenterKey("north");
    Blob there = copyOf(here, north);
    send(
        new UploadJobSubmitted(
            UUID.randomUUID(),
            north,
            there.sha256(),
            there.sizeBytes(),
            there.key(),
            IngestFolder.PREANONYMIZED_IMPORT,
            BlobKey.of(BlobKey.Role.RAW, north, UUID.randomUUID())));
    await().until(() -> count(there) == 1);
    assertThat(reason(there)).isEqualTo("policy_denied");
    assertThat(jobsOf(here)).isEqualTo(1);
    assertThat(samples.status(job)).isEqualTo("pending");
  }

  @Test
  @Scenario("A48")
  void nothingIsDeletedWithoutApprovalAndAReason() throws IOException {
    Blob media = samples.stored(BlobKey.Role.RAW);
    UUID item = keep(media);
    assertThat(reaper.reap(REAPER, 0, false).deleted()).isEmpty();
    assertThatThrownBy(() -> decisions.approveDeletion(REVIEWER, item, "  ", 0, null))
        .hasMessage("reason_required");
    assertThatThrownBy(() -> decisions.approveDeletion(REVIEWER, item, "why", -1, null))
        .hasMessage("invalid_parameter");
    decisions.approveDeletion(REVIEWER, item, "why", 3, null);
    assertThat(reaper.reap(REAPER, 0, false).deleted()).isEmpty();
    assertThat(vault.exists(media.key())).isTrue();
  }

  @Test
  @Scenario("A48")
  void anotherPersonDeletesWhatWasApprovedTogetherWithItsSidecar() throws IOException {
    Blob media = samples.stored(BlobKey.Role.RAW);
    Blob sidecar = samples.stored(BlobKey.Role.RAW);
    UUID item = keep(media, sidecar.key());
    decisions.approveDeletion(REVIEWER, item, "not a medium", 0, media.sha256().value());
    assertThat(reaper.reap(REAPER, 0, true).deleted()).containsExactly(item);
    assertThat(reaper.reap(REAPER, 1, false).deleted()).as("younger than a day").isEmpty();
    assertThatThrownBy(() -> reaper.reap(REVIEWER, 0, false)).hasMessage("same_person");
    assertThat(vault.exists(media.key())).isTrue();

    assertThat(reaper.reap(REAPER, 0, false).deleted()).containsExactly(item);
    assertThat(vault.exists(media.key())).isFalse();
    assertThat(vault.exists(sidecar.key())).isFalse();
    assertThat(row(item))
        .containsEntry("status", "deleted")
        .containsEntry("deleted_by", "another")
        .containsEntry("reviewed_by", "reviewer");
    assertThat(audited(item))
        .contains("quarantine.arrived", "quarantine.deletion_approved", "quarantine.deleted")
        .doesNotContain("not a medium");
    assertThatThrownBy(() -> decisions.retain(REVIEWER, item, "too late")).hasMessage("conflict");
  }

  @Test
  void theDatabaseRefusesADeletionByTheReviewer() {
    UUID item = keep(samples.stored(BlobKey.Role.RAW));
    decisions.approveDeletion(REVIEWER, item, "why", 0, null);
    assertThatThrownBy(
            () ->
                jdbi.useHandle(
                    handle ->
                        handle.execute(
                            """
                            UPDATE quarantine_item SET status = 'deleted', deleted_at = now(),
                                receipt_id = gen_random_uuid(), delete_started_at = now(),
                                deleted_by = reviewed_by WHERE id = ?
                            """,
                            item)))
        .hasMessageContaining("quarantine_four_eyes");
  }

  @Test
  @Scenario("A49")
  void swappedBytesAreNotDeletedAndTheRunStops() throws IOException {
    Blob media = samples.stored(BlobKey.Role.RAW);
    Blob next = samples.stored(BlobKey.Role.RAW);
    UUID swapped = keep(media);
    decisions.approveDeletion(REVIEWER, swapped, "why", 0, null);
    UUID behind = keep(next);
    decisions.approveDeletion(REVIEWER, behind, "why", 0, null);
    samples.stored(media.key(), "other bytes");
    QuarantineReaper.ReapAnswer answer = reaper.reap(REAPER, 0, false);
    assertThat(answer.stopped()).isTrue();
    assertThat(answer.blocked())
        .containsExactly(new QuarantineReaper.Blocked(swapped, ProblemCode.INTEGRITY_MISMATCH));
    assertThat(vault.exists(media.key())).isTrue();
    assertThat(vault.exists(next.key())).isTrue();
    assertThat(row(swapped))
        .containsEntry("status", "failed")
        .containsEntry("error_code", "integrity_mismatch");
  }

  @Test
  void aCrashAfterTheReceiptIsFinishedAndNotTakenForALoss() throws IOException {
    Blob media = samples.stored(BlobKey.Role.RAW);
    UUID item = keep(media);
    decisions.approveDeletion(REVIEWER, item, "why", 0, null);
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE quarantine_item SET receipt_id = gen_random_uuid(),"
                    + " delete_started_at = now() WHERE id = ?",
                item));
    assertThatThrownBy(() -> decisions.retain(REVIEWER, item, "stop")).hasMessage("conflict");
    vault.delete(media.key());
    assertThat(reaper.reap(REAPER, 0, false).deleted()).containsExactly(item);
  }

  @Test
  void bytesThatAreGoneWithoutADeletionAreMissing() throws IOException {
    Blob media = samples.stored(BlobKey.Role.RAW);
    UUID item = keep(media);
    vault.delete(media.key());
    given().post(ROUTE + "sync").then().statusCode(200).body("missing", not(equalTo(0)));
    assertThat(row(item)).containsEntry("status", "missing");
    Blob again =
        new Blob(samples.stored(BlobKey.Role.RAW).key(), media.sha256(), media.sizeBytes());
    keep(again);
    assertThat(row(item))
        .containsEntry("status", "pending_review")
        .containsEntry("blob_key", again.key().value());
  }

  @Test
  void aReleasedDropIsAnOrdinaryJobAndADecisionChangesNoOther() throws IOException {
    Blob media = pdf(JobSamples.LOCAL, UUID.randomUUID().toString());
    UUID item = keep(media, samples.stored(BlobKey.Role.RAW).key());
    QuarantineItem released = decisions.release(REVIEWER, item, "our own report");
    UUID job = java.util.Objects.requireNonNull(released.uploadJobId());
    assertThat(samples.row(job))
        .containsEntry("status", "pending")
        .containsEntry("storage_tier", "upload_watcher")
        .containsEntry("sidecar_blob_key", null)
        .containsEntry("created_by", "reviewer");
    assertThat(samples.announced(job)).containsExactly("upload-job.accepted");

    UUID known = samples.report(IngestMode.API);
    Blob sameBytes =
        new Blob(
            pdf(JobSamples.LOCAL, "x").key(),
            new org.endoreg.contracts.Sha256(samples.text(known, "content_hash")),
            Long.parseLong(samples.text(known, "size_bytes")));
    String before = samples.text(known, "change_number");
    UUID twin = keep(sameBytes);
    assertThatThrownBy(() -> decisions.release(REVIEWER, twin, "again"))
        .hasMessage("duplicate_content");
    decisions.approveDeletion(REVIEWER, twin, "why", 5, null);
    assertThat(samples.text(known, "change_number")).isEqualTo(before);
  }

  @Test
  void routesCheckWhatTheyAreGivenAndForeignItemsDoNotExist() {
    UUID item = keep(samples.stored(BlobKey.Role.RAW));
    UUID foreign = keep(samples.stored(BlobKey.Role.RAW));
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE quarantine_item SET center_key = 'elsewhere' WHERE id = ?", foreign));
    Map<String, Object> reason = Map.of("decision_reason", "because");
    assertThat(post(foreign + "/retain", reason))
        .isEqualTo(post(UUID.randomUUID() + "/retain", reason));
    assertThat(post("no-id/retain", reason)).contains("not_found");
    assertThat(post(item + "/retain", Map.of())).contains("reason_required");
    assertThat(post(item + "/approve-deletion", Map.of("decision_reason", " ")))
        .contains("reason_required");
    assertThat(
            post(
                item + "/approve-deletion",
                Map.of("decision_reason", "x", "sha256", "0".repeat(64))))
        .contains("conflict");
    assertThat(post(item + "/retain", reason)).contains("\"status\":\"retained\"");
    assertThat(post("reap-approved", Map.of("dry_run", false))).contains("invalid_parameter");
    assertThat(post("reap-approved", Map.of())).contains("\"dry_run\":true");
    for (String query :
        List.of("limit=501", "limit=0", "offset=-1", "older_than_days=-1", "status=x")) {
      given().get(ROUTE + "?" + query).then().statusCode(400);
    }
    given()
        .get(ROUTE + "?older_than_days=30")
        .then()
        .body("results.findAll { it.id == '" + item + "' }", equalTo(List.of()));
  }

  private static String post(String path, Map<String, Object> body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post(ROUTE + path)
        .asString()
        .replaceAll("\"trace_id\":\"[^\"]*\"", "");
  }

  private UUID keep(Blob media) {
    return keep(media, null);
  }

  private UUID keep(Blob media, @org.jspecify.annotations.Nullable BlobKey sidecar) {
    jdbi.useTransaction(transaction -> intake.keep(transaction, drop(media, sidecar)));
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT id FROM quarantine_item WHERE sha256 = :sha")
                .bind("sha", media.sha256().value())
                .mapTo(UUID.class)
                .one());
  }

  private static DropRejected drop(Blob media, @org.jspecify.annotations.Nullable BlobKey sidecar) {
    return new DropRejected(
        UUID.randomUUID(),
        media.key().center(),
        IngestFolder.PREANONYMIZED_IMPORT,
        ProblemCode.SIDECAR_INVALID,
        media.sha256(),
        media.sizeBytes(),
        media.key(),
        sidecar);
  }

  private static UploadJobSubmitted submitted(
      Blob media, @org.jspecify.annotations.Nullable BlobKey sidecar) {
    return new UploadJobSubmitted(
        UUID.randomUUID(),
        media.key().center(),
        media.sha256(),
        media.sizeBytes(),
        media.key(),
        IngestFolder.PREANONYMIZED_IMPORT,
        sidecar);
  }

  private void send(HubEvent event) throws Exception {
    producer.send(Envelopes.of(event, 1, null)).get();
  }

  private Blob pdf(CenterKey center, String text) {
    return samples.stored(
        BlobKey.of(BlobKey.Role.RAW, center, UUID.randomUUID()), "%PDF-1.7\n% " + text + "\n%%EOF");
  }

  private long count(Blob media) {
    return number(
        "SELECT count(*) FROM quarantine_item WHERE sha256 = :sha AND blob_key = :key", media);
  }

  private long jobsOf(Blob media) {
    return number(
        "SELECT count(*) FROM upload_job WHERE content_hash = :sha AND :key <> ''", media);
  }

  private long number(String query, Blob media) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(query)
                .bind("sha", media.sha256().value())
                .bind("key", media.key().value())
                .mapTo(Long.class)
                .one());
  }

  private String reason(Blob media) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT reason_code FROM quarantine_item WHERE blob_key = :key")
                .bind("key", media.key().value())
                .mapTo(String.class)
                .one());
  }

  private Map<String, Object> row(UUID item) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM quarantine_item WHERE id = :id")
                .bind("id", item)
                .mapToMap()
                .one());
  }

  private String audited(UUID item) {
    return jdbi.withHandle(
        handle ->
            String.join(
                "\n",
                handle
                    .createQuery(
                        """
                        SELECT entry FROM audit_pending WHERE entry LIKE :id
                        UNION ALL SELECT entry FROM audit_entry WHERE entry LIKE :id
                        """)
                    .bind("id", "%" + item + "%")
                    .mapTo(String.class)
                    .list()));
  }

  private static Caller person(String subject, CenterScope scope) {
    return new Caller(Caller.Kind.USER, subject, subject, Set.of(), Set.of(), scope);
  }
}
