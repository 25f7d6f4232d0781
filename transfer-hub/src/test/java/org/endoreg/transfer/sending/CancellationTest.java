package org.endoreg.transfer.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.work.LeaseLost;
import org.endoreg.platform.work.WorkCancelled;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.transfer.AuditTold;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transfer a person calls off: it ends once, whoever works on it, and may be sent after all. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class CancellationTest {
  private static final CenterScope SCOPE = CenterScope.of(OutboundRows.CENTER);

  private final OutboundRows rows;
  private final OutboundTransfers transfers;
  private final Cancellations cancellations;
  private final Withdrawals withdrawals;
  private final WorkQueue queue;
  private final Jdbi jdbi;

  CancellationTest(
      OutboundRows rows,
      OutboundTransfers transfers,
      Cancellations cancellations,
      Withdrawals withdrawals,
      WorkQueue queue,
      Jdbi jdbi) {
    this.rows = rows;
    this.transfers = transfers;
    this.cancellations = cancellations;
    this.withdrawals = withdrawals;
    this.queue = queue;
    this.jdbi = jdbi;
  }

  @ParameterizedTest
  @EnumSource(
      value = OutboundStatus.class,
      names = {"MARKED", "QUEUED", "REGISTERING", "AWAITING_MEDIA", "UPLOADING", "FAILED"})
  void whatTheHubDidNotApplyEndsOnceAndItsWorkToo(OutboundStatus status) {
    OutboundTransfer transfer = rows.add(status, Instant.now());
    addWork(transfer);
    cancel(transfer);
    cancel(transfer);
    assertThat(rows.text(transfer, "local_status")).isEqualTo("cancelled");
    assertThat(rows.text(transfer, "failure_class")).isEmpty();
    assertThat(workState(transfer)).isEqualTo("cancelled");
    assertThat(told(transfer)).as("told once").isEqualTo(1);
  }

  @Test
  void theWorkerThatHoldsItMovesNothingAnyMoreAndCannotFinish() {
    OutboundTransfer transfer = rows.add(OutboundStatus.AWAITING_MEDIA, Instant.now());
    addWork(transfer);
    WorkItem held = rows.claimed(transfer);
    cancel(transfer);
    assertThat(moved(transfer, OutboundEvent.SEND)).isFalse();
    assertThatThrownBy(
            () ->
                queue.finish(
                    held,
                    transaction -> transfers.completed(transaction, transfer.id(), "", "retained")))
        .isInstanceOf(WorkCancelled.class);
    assertThat(queue.isCancelRequested(held)).isTrue();
    queue.cancelled(held, transaction -> {});
    assertThat(rows.text(transfer, "local_status")).isEqualTo("cancelled");
  }

  @Test
  void whoeverStillHoldsItLosesItWhenSomebodySendsItAfterAll() {
    OutboundTransfer transfer = rows.add(OutboundStatus.UPLOADING, Instant.now());
    addWork(transfer);
    WorkItem held = rows.claimed(transfer);
    cancel(transfer);
    jdbi.useTransaction(
        transaction -> {
          queue.addAnew(transaction, SendWorker.QUEUE, key(transfer), transfer.center(), "{}");
          assertThat(transfers.move(transaction, transfer.id(), OutboundEvent.QUEUE)).isTrue();
        });
    assertThat(rows.text(transfer, "local_status")).isEqualTo("queued");
    assertThatThrownBy(
            () ->
                queue.whileLeased(
                    held, transaction -> transfers.progress(transaction, transfer.id(), 1, 5)))
        .isInstanceOf(LeaseLost.class);
    assertThat(workState(transfer)).isEqualTo("waiting");
  }

  @Test
  void whyItWaitsIsForgottenWithTheNextAttemptAndNothingWaitsThatEnded() {
    OutboundTransfer transfer = rows.add(OutboundStatus.AWAITING_MEDIA, Instant.now());
    waits(transfer);
    assertThat(rows.text(transfer, "last_error")).isEqualTo("insufficient_storage");
    assertThat(rows.text(transfer, "local_status")).isEqualTo("awaiting_media");
    assertThat(moved(transfer, OutboundEvent.ATTEMPT)).isTrue();
    assertThat(rows.text(transfer, "last_error")).isEmpty();
    cancel(transfer);
    waits(transfer);
    assertThat(rows.text(transfer, "last_error")).isEmpty();
  }

  private void waits(OutboundTransfer transfer) {
    jdbi.useTransaction(
        transaction ->
            transfers.waits(transaction, transfer.id(), ProblemCode.INSUFFICIENT_STORAGE));
  }

  @Test
  void whatTheHubAppliedStaysAsItIsAndSoDoesItsWork() {
    OutboundTransfer completed = rows.add(OutboundStatus.COMPLETED, Instant.now());
    OutboundTransfer unproven = rows.add(OutboundStatus.UPLOADING, Instant.now());
    rows.set(unproven, "remote_status = 'applied'");
    addWork(unproven);
    assertRefused(completed, ProblemCode.TRANSFER_APPLIED);
    assertRefused(unproven, ProblemCode.TRANSFER_APPLIED);
    assertThat(rows.text(unproven, "local_status")).isEqualTo("uploading");
    assertThat(workState(unproven)).isEqualTo("waiting");
    assertThat(told(unproven)).isZero();
  }

  @Test
  void whatWasTakenBackIsNotCalledOffAndWhatWasCalledOffCanBeTakenBackForGood() {
    OutboundTransfer withdrawn = rows.add(OutboundStatus.QUEUED, Instant.now());
    withdraw(withdrawn);
    assertRefused(withdrawn, ProblemCode.CONFLICT);
    OutboundTransfer cancelled = rows.add(OutboundStatus.QUEUED, Instant.now());
    cancel(cancelled);
    withdraw(cancelled);
    assertThat(rows.text(cancelled, "local_status")).isEqualTo("cancelled");
    assertThat(moved(cancelled, OutboundEvent.QUEUE)).isFalse();
  }

  private void cancel(OutboundTransfer transfer) {
    jdbi.useTransaction(transaction -> cancellations.cancel(transaction, SCOPE, transfer));
  }

  private void withdraw(OutboundTransfer transfer) {
    jdbi.useTransaction(transaction -> withdrawals.withdraw(transaction, transfer));
  }

  private void assertRefused(OutboundTransfer transfer, ProblemCode code) {
    assertThatThrownBy(() -> cancel(transfer))
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private boolean moved(OutboundTransfer transfer, OutboundEvent event) {
    return jdbi.inTransaction(transaction -> transfers.move(transaction, transfer.id(), event));
  }

  private static String key(OutboundTransfer transfer) {
    return transfer.id().toString();
  }

  private void addWork(OutboundTransfer transfer) {
    jdbi.useTransaction(
        transaction ->
            queue.add(transaction, SendWorker.QUEUE, key(transfer), transfer.center(), "{}"));
  }

  private String workState(OutboundTransfer transfer) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT state FROM work_item WHERE natural_key = :key")
                .bind("key", key(transfer))
                .mapTo(String.class)
                .one());
  }

  private long told(OutboundTransfer transfer) {
    return AuditTold.times(jdbi, "hub_export.cancelled", transfer.id());
  }
}
