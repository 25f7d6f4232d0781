package org.endoreg.platform.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.live.LiveServices;
import org.endoreg.platform.live.SampleEvents;
import org.endoreg.platform.rules.Scenario;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private static final String DATABASE = "work_test";
  private static final LiveServices LIVE = LiveServices.get();

  private final Jdbi jdbi = LIVE.database(DATABASE);
  private final WorkQueue queue =
      new WorkQueue(jdbi, new Arrivals(), LeaseSettings.of(Duration.ofMinutes(2)));
  private final String name = "queue-" + UUID.randomUUID();

  @BeforeEach
  void effectTable() {
    jdbi.useHandle(handle -> handle.execute("CREATE TABLE IF NOT EXISTS effect (job uuid)"));
  }

  @Test
  void eightThreadsNeverClaimTheSameItem() throws Exception {
    int items = 60;
    for (int i = 0; i < items; i++) {
      add("item-" + i);
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<List<Long>> claimAll =
          () -> {
            List<Long> mine = new ArrayList<>();
            for (Optional<WorkItem> item = claim(); item.isPresent(); item = claim()) {
              mine.add(item.orElseThrow().id());
            }
            return mine;
          };
      List<Long> claimed = new ArrayList<>();
      for (Future<List<Long>> thread :
          threads.invokeAll(java.util.Collections.nCopies(8, claimAll))) {
        claimed.addAll(thread.get());
      }
      assertThat(claimed).hasSize(items).doesNotHaveDuplicates();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theSameKeyIsAddedOnce() {
    add("one");
    add("one");
    assertThat(claim()).isPresent();
    assertThat(claim()).isEmpty();
  }

  @Test
  void workOfARolledBackTransactionDoesNotExist() {
    assertThatThrownBy(
            () ->
                jdbi.useTransaction(
                    transaction -> {
                      queue.add(transaction, name, "one", SampleEvents.CENTER, "{}");
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(claim()).isEmpty();
  }

  @Test
  void workOutsideATransactionIsRefused() {
    assertThatThrownBy(
            () ->
                jdbi.useHandle(handle -> queue.add(handle, name, "one", SampleEvents.CENTER, "{}")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(claim()).isEmpty();
  }

  @Test
  void aLiveLeaseIsNotTakenNotEvenByItsOwner() {
    add("one");
    WorkItem item = claim().orElseThrow();
    assertThat(queue.claim(name, item.leaseOwner())).isEmpty();
  }

  @Test
  @Scenario("A26")
  void anExpiredLeaseIsTakenOverWithAHigherToken() {
    add("one");
    WorkItem first = claim().orElseThrow();
    expire(first);
    WorkItem second = claim().orElseThrow();
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.fencingToken()).isGreaterThan(first.fencingToken());
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(queue.renew(first)).isFalse();
    assertThat(queue.renew(second)).isTrue();
  }

  @Test
  @Scenario("A27")
  void aStaleFinishRaisesLeaseLostAndRollsBackItsEffect() {
    add("one");
    WorkItem zombie = claim().orElseThrow();
    expire(zombie);
    WorkItem heir = claim().orElseThrow();
    UUID late = UUID.randomUUID();
    UUID right = UUID.randomUUID();

    assertThatThrownBy(() -> queue.finish(zombie, effect(late)::accept))
        .isInstanceOf(LeaseLost.class);
    assertThatThrownBy(() -> queue.fail(zombie, ProblemCode.NO_FRAMES, effect(late)::accept))
        .isInstanceOf(LeaseLost.class);
    assertThatThrownBy(() -> queue.whileLeased(zombie, effect(late)::accept))
        .isInstanceOf(LeaseLost.class);
    assertThatThrownBy(
            () -> queue.retryAfter(zombie, Duration.ZERO, ProblemCode.NO_FRAMES, 3, (t, r) -> {}))
        .isInstanceOf(LeaseLost.class);
    queue.finish(heir, effect(right)::accept);

    assertThat(exists(late)).isFalse();
    assertThat(exists(right)).isTrue();
    assertThat(state(heir)).isEqualTo("done");
  }

  @Test
  void anExpiredLeaseMayNotFinishEvenWhenNobodyTookOver() {
    add("one");
    WorkItem item = claim().orElseThrow();
    expire(item);
    assertThatThrownBy(() -> queue.finish(item, transaction -> {})).isInstanceOf(LeaseLost.class);
    assertThat(claim()).isPresent();
  }

  @Test
  void sameOwnerWithAnOldTokenIsFenced() {
    add("one");
    WorkItem first = queue.claim(name, "owner").orElseThrow();
    expire(first);
    WorkItem second = queue.claim(name, "owner").orElseThrow();
    assertThatThrownBy(() -> queue.finish(first, transaction -> {})).isInstanceOf(LeaseLost.class);
    queue.finish(second, transaction -> {});
  }

  @Test
  void anEffectThatFailsLeavesTheItemLeased() {
    add("one");
    WorkItem item = claim().orElseThrow();
    assertThatThrownBy(
            () ->
                queue.finish(
                    item,
                    transaction -> {
                      throw new IllegalStateException("full");
                    }))
        .hasMessage("full");
    assertThat(state(item)).isEqualTo("leased");
    queue.finish(item, transaction -> {});
  }

  @Test
  void aCrashInTheMiddleOfFinishLeavesNeitherEffectNorEnd() {
    add("one");
    WorkItem item = claim().orElseThrow();
    UUID id = UUID.randomUUID();
    assertThatThrownBy(
            () ->
                queue.finish(
                    item,
                    transaction -> {
                      effect(id).accept(transaction);
                      LIVE.cutConnections(DATABASE);
                    }))
        .isInstanceOf(JdbiException.class);
    assertThat(exists(id)).isFalse();
    assertThat(state(item)).isEqualTo("leased");

    expire(item);
    WorkItem again = claim().orElseThrow();
    queue.finish(again, effect(id)::accept);
    assertThat(exists(id)).isTrue();
    assertThat(claim()).isEmpty();
  }

  @Test
  void aRetriedItemWaitsItsDelay() {
    add("one");
    WorkItem item = claim().orElseThrow();
    List<PlannedRetry> told = new ArrayList<>();
    queue.retryAfter(
        item,
        Duration.ofSeconds(30),
        ProblemCode.INSUFFICIENT_STORAGE,
        96,
        (transaction, retry) -> told.add(retry));
    assertThat(told).singleElement().satisfies(retry -> assertThat(retry.max()).isEqualTo(96));
    assertThat(told.get(0).count()).isEqualTo(1);
    assertThat(claim()).isEmpty();
    assertThat(secondsToWait(item)).isBetween(28.0, 30.0);
    jdbi.useHandle(
        handle ->
            handle.execute("UPDATE work_item SET available_at = now() WHERE id = ?", item.id()));
    assertThat(claim().orElseThrow().attempt()).isEqualTo(2);
  }

  @Test
  void aFailedItemIsNeverClaimedAgain() {
    add("one");
    WorkItem item = claim().orElseThrow();
    queue.fail(item, ProblemCode.UNREADABLE_SOURCE, transaction -> {});
    add("one");
    assertThat(state(item)).isEqualTo("failed");
    assertThat(claim()).isEmpty();
  }

  @Test
  void queuesDoNotSeeEachOther() {
    add("one");
    assertThat(queue.claim("queue-" + UUID.randomUUID(), "owner")).isEmpty();
  }

  @Test
  void anItemThatRunsAnewFencesItsFormerWorkerOff() {
    add("one");
    WorkItem former = claim().orElseThrow();
    jdbi.useTransaction(
        transaction ->
            queue.addAnew(transaction, name, "one", SampleEvents.CENTER, "{\"again\": true}"));
    WorkItem anew = claim().orElseThrow();
    assertThat(anew.id()).isEqualTo(former.id());
    assertThat(anew.attempt()).isEqualTo(1);
    assertThat(anew.fencingToken()).isGreaterThan(former.fencingToken());
    assertThat(anew.payload()).contains("again");
    assertThatThrownBy(() -> queue.finish(former, transaction -> {})).isInstanceOf(LeaseLost.class);
    queue.finish(anew, transaction -> {});
    jdbi.useTransaction(
        transaction -> queue.addAnew(transaction, name, "one", SampleEvents.CENTER, "{}"));
    assertThat(claim().orElseThrow().fencingToken()).isGreaterThan(anew.fencingToken());
  }

  @Test
  void waitingWorkIsCalledOffAtOnceAndFinishedWorkNotAtAll() {
    add("one");
    assertThat(cancel("one")).isEqualTo(Cancellation.CANCELLED);
    assertThat(claim()).isEmpty();
    assertThat(cancel("one")).isEqualTo(Cancellation.TOO_LATE);
    assertThat(cancel("unknown")).isEqualTo(Cancellation.TOO_LATE);
    add("two");
    queue.finish(claim().orElseThrow(), transaction -> {});
    assertThat(cancel("two")).isEqualTo(Cancellation.TOO_LATE);
  }

  @Test
  void workOfADeadWorkerIsCalledOffAtOnce() {
    add("one");
    WorkItem dead = claim().orElseThrow();
    expire(dead);
    assertThat(cancel("one")).isEqualTo(Cancellation.CANCELLED);
    assertThatThrownBy(() -> queue.finish(dead, transaction -> {})).isInstanceOf(LeaseLost.class);
  }

  @Test
  void theDatabaseRefusesHalfALease() {
    add("one");
    for (String half :
        List.of(
            "lease_owner = 'x'",
            "lease_expires_at = now()",
            "state = 'leased', lease_owner = 'x'",
            "state = 'done', lease_owner = 'x', lease_expires_at = now()",
            "cancel_requested_at = now()")) {
      assertThatThrownBy(
              () ->
                  jdbi.useHandle(
                      handle ->
                          handle.execute(
                              "UPDATE work_item SET " + half + " WHERE queue = ?", name)))
          .isInstanceOf(JdbiException.class)
          .hasMessageContaining("violates check constraint");
    }
  }

  private Cancellation cancel(String key) {
    return jdbi.inTransaction(transaction -> queue.cancel(transaction, name, key));
  }

  private void add(String key) {
    jdbi.useTransaction(
        transaction -> queue.add(transaction, name, key, SampleEvents.CENTER, "{}"));
  }

  private Optional<WorkItem> claim() {
    return queue.claim(name, UUID.randomUUID().toString());
  }

  private void expire(WorkItem item) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE work_item SET lease_expires_at = now() - interval '1 ms' WHERE id = ?",
                item.id()));
  }

  private static java.util.function.Consumer<Handle> effect(UUID id) {
    return transaction -> transaction.execute("INSERT INTO effect (job) VALUES (?)", id);
  }

  private boolean exists(UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT EXISTS (SELECT 1 FROM effect WHERE job = :id)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
  }

  private String state(WorkItem item) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT state FROM work_item WHERE id = :id")
                .bind("id", item.id())
                .mapTo(String.class)
                .one());
  }

  private double secondsToWait(WorkItem item) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT extract(epoch FROM available_at - now()) FROM work_item WHERE id = :id")
                .bind("id", item.id())
                .mapTo(Double.class)
                .one());
  }
}
