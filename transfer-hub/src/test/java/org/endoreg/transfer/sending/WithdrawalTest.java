package org.endoreg.transfer.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.EventType;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.contracts.events.SignOffWithdrawn;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.transfer.AuditTold;
import org.endoreg.transfer.envelope.TextDigest;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sign-off that is taken back: nothing more leaves, and what left is told. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class WithdrawalTest {
  private final OutboundRows rows;
  private final OutboundTransfers transfers;
  private final Withdrawals withdrawals;
  private final SignedOffEvents signedOff;
  private final WorkQueue queue;
  private final Jdbi jdbi;

  WithdrawalTest(
      OutboundRows rows,
      OutboundTransfers transfers,
      Withdrawals withdrawals,
      SignedOffEvents signedOff,
      WorkQueue queue,
      Jdbi jdbi) {
    this.rows = rows;
    this.transfers = transfers;
    this.withdrawals = withdrawals;
    this.signedOff = signedOff;
    this.queue = queue;
    this.jdbi = jdbi;
  }

  @ParameterizedTest
  @EnumSource(
      value = OutboundStatus.class,
      names = {"MARKED", "QUEUED", "REGISTERING", "AWAITING_MEDIA", "UPLOADING"})
  @Scenario("A85")
  void whatWasNotProvenEndsIsNotWorkedOnAndNotQueuedAgain(OutboundStatus status) {
    OutboundTransfer transfer = rows.add(status, Instant.now());
    addWork(transfer);
    takeBack(transfer);
    assertThat(rows.text(transfer, "local_status")).isEqualTo("failed");
    assertThat(rows.text(transfer, "last_error")).isEqualTo("sign_off_withdrawn");
    assertThat(rows.text(transfer, "remote_status")).isEmpty();
    assertThat(workState(transfer)).isEqualTo("cancelled");
    boolean queued =
        jdbi.inTransaction(
            transaction -> transfers.move(transaction, transfer.id(), OutboundEvent.QUEUE));
    assertThat(queued).isFalse();
    assertThat(transfers.byId(transfer.id()).needsRecall()).isFalse();
  }

  @Test
  @Scenario("A85")
  void whatTheHubAppliedNeedsARecallAndStaysCompleted() {
    OutboundTransfer transfer = rows.add(OutboundStatus.COMPLETED, Instant.now());
    takeBack(transfer);
    takeBack(transfer);
    assertThat(rows.text(transfer, "local_status")).isEqualTo("completed");
    assertThat(transfers.byId(transfer.id()).needsRecall()).isTrue();
    assertThat(told(transfer)).as("told once").isEqualTo(1);
  }

  @Test
  @Scenario("A85")
  void theEventsOfASignOffAndItsWithdrawalAreFollowedInTheirOrder() {
    UUID job = UUID.randomUUID();
    Sha256 artifact = TextDigest.of("artifact of " + job);
    AnonymizationCompleted completed =
        new AnonymizationCompleted(
            job,
            OutboundRows.CENTER,
            MediaKind.REPORT,
            TextDigest.of("source of " + job),
            BlobKey.of(BlobKey.Role.RAW, OutboundRows.CENTER, job),
            BlobKey.of(BlobKey.Role.PROCESSED, OutboundRows.CENTER, job),
            artifact,
            5,
            BlobKey.of(BlobKey.Role.TEXT, OutboundRows.CENTER, job),
            Map.of(),
            0,
            1,
            new Pseudonym(
                TextDigest.of("patient"), TextDigest.of("examination"), null, null, null, null),
            1,
            true);
    receive(completed);
    OutboundTransfer transfer = ofJob(job, artifact).get(0);
    assertThat(transfer.localStatus()).isEqualTo(OutboundStatus.QUEUED);
    receive(new SignOffWithdrawn(job, OutboundRows.CENTER, artifact));
    receive(completed);
    assertThat(ofJob(job, artifact)).as("no other one stands").isEmpty();
    assertThat(transfers.byId(transfer.id()).localStatus()).isEqualTo(OutboundStatus.FAILED);
    assertThat(workState(transfer)).isEqualTo("cancelled");
  }

  private List<OutboundTransfer> ofJob(UUID job, Sha256 artifact) {
    return jdbi.withHandle(handle -> transfers.ofArtifact(handle, job, artifact));
  }

  private void receive(HubEvent event) {
    EventEnvelope envelope =
        new EventEnvelope(
            UUID.randomUUID(),
            EventType.of(event).wireName(),
            EventEnvelope.SCHEMA_VERSION,
            Instant.now(),
            event.aggregateId(),
            1,
            event.centerKey(),
            null,
            UUID.randomUUID(),
            null,
            event);
    jdbi.useTransaction(transaction -> signedOff.receive(envelope, transaction));
  }

  @Test
  void anotherArtifactOfTheJobIsNotTouched() {
    OutboundTransfer transfer = rows.add(OutboundStatus.QUEUED, Instant.now());
    jdbi.useTransaction(
        transaction ->
            withdrawals.withdraw(
                transaction,
                new SignOffWithdrawn(
                    transfer.jobId(), transfer.center(), new Sha256("9".repeat(64)))));
    assertThat(rows.text(transfer, "local_status")).isEqualTo("queued");
  }

  private void takeBack(OutboundTransfer transfer) {
    jdbi.useTransaction(
        transaction ->
            withdrawals.withdraw(
                transaction,
                new SignOffWithdrawn(
                    transfer.jobId(), transfer.center(), transfer.processedSha256())));
  }

  private void addWork(OutboundTransfer transfer) {
    jdbi.useTransaction(
        transaction ->
            queue.add(
                transaction, SendWorker.QUEUE, transfer.id().toString(), transfer.center(), "{}"));
  }

  private String workState(OutboundTransfer transfer) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT state FROM work_item WHERE natural_key = :key")
                .bind("key", transfer.id().toString())
                .mapTo(String.class)
                .one());
  }

  private long told(OutboundTransfer transfer) {
    return AuditTold.times(jdbi, "hub_export.ineligible_state_detected", transfer.id());
  }
}
