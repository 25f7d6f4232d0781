package org.endoreg.platform.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.live.LiveServices;
import org.endoreg.platform.live.SampleEvents;
import org.endoreg.platform.startup.HubSettings;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkRunnerTest {
  private final Jdbi jdbi = LiveServices.get().database("work_test");
  private final HubSettings settings = LeaseSettings.of(Duration.ofMillis(1_500));
  private final Arrivals arrivals = new Arrivals();
  private final WorkQueue queue = new WorkQueue(jdbi, arrivals, settings);
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final WorkRunner runner = new WorkRunner(queue, arrivals, settings, metrics);
  private final String name = "queue-" + UUID.randomUUID();
  private final List<String> givenUp = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private int patience;

  @AfterEach
  void stopRunner() {
    release.countDown();
    runner.stop(new ShutdownEvent());
  }

  @Test
  void anItemThatKilledItsWorkerTwelveTimesIsGivenUpWithoutAnotherTry() {
    long id = add("killer");
    jdbi.useHandle(
        handle ->
            handle.execute(
                """
                UPDATE work_item SET state = 'leased', attempts = 12, lease_owner = 'dead',
                    lease_expires_at = now() - interval '1 s' WHERE id = ?
                """,
                id));
    AtomicInteger tries = new AtomicInteger();
    run((item, lease) -> tries.incrementAndGet());
    await().until(() -> state(id).equals("failed"));
    assertThat(givenUp).containsExactly("killer processing_failed");
    assertThat(tries).hasValue(0);
  }

  @Test
  void anIdleWorkerIsWokenByAnItemThatIsCommitted() {
    Arrivals withoutLooks = new Arrivals(Duration.ofDays(1).toMillis());
    WorkQueue told = new WorkQueue(jdbi, withoutLooks, settings);
    WorkRunner waiting = new WorkRunner(told, withoutLooks, settings, metrics);
    AtomicInteger worked = new AtomicInteger();
    waiting.run(worker((item, lease) -> worked.incrementAndGet()), 1);
    await().until(this::waitsForAnArrival);
    jdbi.useTransaction(
        transaction -> told.add(transaction, name, "woken", SampleEvents.CENTER, "{}"));
    await().until(() -> worked.get() == 1);
  }

  @Test
  void whoFindsAnItemWakesTheNextAndAStopWakesAll() {
    Arrivals withoutLooks = new Arrivals(Duration.ofDays(1).toMillis());
    WorkRunner waiting = new WorkRunner(queue, withoutLooks, settings, metrics);
    AtomicInteger begun = new AtomicInteger();
    waiting.run(
        worker(
            (item, lease) -> {
              begun.incrementAndGet();
              awaitRelease();
              queue.finish(item, transaction -> {});
            }),
        3);
    await().until(this::waitsForAnArrival);
    add("first");
    add("second");
    add("third");
    // one is told of one of them, as if the others came from elsewhere
    withoutLooks.tell(name);
    await().until(() -> begun.get() == 3);
    release.countDown();
    long stopping = System.nanoTime();
    waiting.stop(new ShutdownEvent());
    assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(2));
  }

  private boolean waitsForAnArrival() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("work-" + name + "-0"))
        .flatMap(thread -> Stream.of(thread.getValue()))
        .anyMatch(call -> call.getClassName().equals(Arrivals.class.getName()));
  }

  @Test
  void aTerminalFailureIsGivenUpAtOnce() {
    long id = add("damaged");
    run(
        (item, lease) -> {
          throw WorkFailed.terminal(ProblemCode.UNREADABLE_SOURCE);
        });
    await().until(() -> state(id).equals("failed"));
    assertThat(givenUp).containsExactly("damaged unreadable_source");
  }

  @Test
  void aPassingFailureIsTriedFourTimesInAll() {
    long id = add("flaky");
    AtomicInteger tries = new AtomicInteger();
    run(
        (item, lease) -> {
          tries.incrementAndGet();
          throw WorkFailed.passing(ProblemCode.PROCESSING_FAILED);
        });
    await()
        .until(
            () -> {
              makeAvailable(id);
              return state(id).equals("failed");
            });
    assertThat(tries).hasValue(4);
    assertThat(givenUp).containsExactly("flaky processing_failed");
    assertThat(told)
        .containsExactly(
            "retry 1 of 3 processing_failed",
            "retry 2 of 3 processing_failed",
            "retry 3 of 3 processing_failed");
  }

  @Test
  void aPatientWorkerIsNotEndedByAnotherFailureAfterManyOfTheUsualOne() {
    patience = 10;
    long id = add("outage");
    AtomicInteger tries = new AtomicInteger();
    run(
        (item, lease) -> {
          int attempt = tries.incrementAndGet();
          if (attempt == 7) {
            queue.finish(item, transaction -> {});
            return;
          }
          throw WorkFailed.passing(
              attempt == 6 ? ProblemCode.PROCESSING_FAILED : ProblemCode.HUB_UNAVAILABLE);
        });
    await()
        .until(
            () -> {
              makeAvailable(id);
              return state(id).equals("done");
            });
    assertThat(givenUp).isEmpty();
    assertThat(told).contains("retry 6 of 10 processing_failed");
  }

  @Test
  void anErrorEndsTheAttemptAndNotTheQueue() {
    long broken = add("broken");
    long sound = add("sound");
    run(
        (item, lease) -> {
          if (item.naturalKey().equals("broken")) {
            throw new UnsatisfiedLinkError("planted");
          }
          queue.finish(item, transaction -> {});
        });
    await().until(() -> state(sound).equals("done"));
    assertThat(state(broken)).isEqualTo("waiting");
  }

  @Test
  void theHeartbeatKeepsTheLeaseOfLongWork() {
    long id = add("long");
    run(
        (item, lease) -> {
          awaitRelease();
          queue.finish(item, transaction -> {});
        });
    await().until(() -> state(id).equals("leased"));
    Instant claimed = leaseEnd(id);
    await().until(() -> leaseEnd(id).isAfter(claimed.plusMillis(1_600)));
    release.countDown();
    await().until(() -> state(id).equals("done"));
  }

  @Test
  void aWorkerLearnsThatItsLeaseIsLostAndWritesNothing() {
    long id = add("contested");
    CountDownLatch learned = new CountDownLatch(1);
    run(
        (item, lease) -> {
          await().until(lease::isLost);
          learned.countDown();
          throw WorkFailed.terminal(ProblemCode.LEASE_LOST);
        });
    await().until(() -> state(id).equals("leased"));
    jdbi.useHandle(
        handle ->
            handle.execute(
                """
                UPDATE work_item SET fencing_token = fencing_token + 1, lease_owner = 'heir',
                    lease_expires_at = now() + interval '1 h' WHERE id = ?
                """,
                id));
    await().until(() -> learned.getCount() == 0);
    runner.stop(new ShutdownEvent());
    assertThat(state(id)).isEqualTo("leased");
    assertThat(givenUp).isEmpty();
  }

  @Test
  void whatAStoppingServiceWorkedOnIsHandedBackUntouched() {
    long id = add("interrupted");
    run(
        (item, lease) -> {
          await().until(lease::isLost);
          throw WorkFailed.terminal(ProblemCode.LEASE_LOST);
        });
    await().until(() -> state(id).equals("leased"));
    runner.stop(new ShutdownEvent());
    assertThat(state(id)).isEqualTo("waiting");
    assertThat(queue.claim(name, "next start").orElseThrow().attempt()).isEqualTo(1);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void aWorkerLearnsThatItsItemIsCalledOffAndTheItemEnds() {
    long id = add("unwanted");
    run(
        (item, lease) -> {
          await().until(lease::isCancelled);
          throw new WorkCancelled(item);
        });
    await().until(() -> state(id).equals("leased"));
    assertThat(cancel("unwanted")).isEqualTo(Cancellation.REQUESTED);
    await().until(() -> state(id).equals("cancelled"));
    assertThat(told).containsExactly("cancelled unwanted");
    assertThat(givenUp).isEmpty();
  }

  @Test
  void whatIsCalledOffCannotBeFinishedNorTriedAgain() {
    long finished = add("finished late");
    long failed = add("failed late");
    run(
        (item, lease) -> {
          cancel(item.naturalKey());
          if (item.naturalKey().equals("failed late")) {
            throw WorkFailed.passing(ProblemCode.PROCESSING_FAILED);
          }
          queue.finish(item, transaction -> told.add("effect"));
        });
    await().until(() -> state(finished).equals("cancelled") && state(failed).equals("cancelled"));
    assertThat(told).containsExactlyInAnyOrder("cancelled finished late", "cancelled failed late");
  }

  @Test
  void aWorkerThatLostItsLeaseIsCounted() {
    long id = add("taken");
    run(
        (item, lease) -> {
          jdbi.useHandle(
              handle ->
                  handle.execute(
                      "UPDATE work_item SET fencing_token = fencing_token + 1 WHERE id = ?", id));
          queue.finish(item, transaction -> {});
        });
    await()
        .until(() -> metrics.counter("endoreg_fencing_rejected_total", "place", name).count() >= 1);
  }

  @Test
  void aLeaseThatCouldNotBeConfirmedForItsLengthCountsAsLost() {
    HeldLease lease = new HeldLease(Duration.ofMillis(200));
    assertThat(lease.isLost()).isFalse();
    await().until(lease::isLost);
    lease.renewedAt(System.nanoTime());
    assertThat(lease.isLost()).isFalse();
    lease.lose();
    assertThat(lease.isLost()).isTrue();
  }

  @FunctionalInterface
  private interface Attempt {
    void make(WorkItem item, LeaseWatch lease) throws WorkFailed;
  }

  private void run(Attempt attempt) {
    runner.run(worker(attempt), 1);
  }

  private Worker worker(Attempt attempt) {
    return new Worker() {
      @Override
      public String queue() {
        return name;
      }

      @Override
      public void work(WorkItem item, LeaseWatch lease) throws WorkFailed {
        attempt.make(item, lease);
      }

      @Override
      public int retriesWorth(ProblemCode code) {
        return Math.max(patience, Worker.super.retriesWorth(code));
      }

      @Override
      public void giveUp(WorkItem item, ProblemCode code) {
        queue.fail(item, code, transaction -> {});
        givenUp.add(item.naturalKey() + " " + code.wireName());
      }

      @Override
      public void retryPlanned(Handle transaction, WorkItem item, PlannedRetry retry) {
        told.add("retry " + retry.count() + " of " + retry.max() + " " + retry.code().wireName());
      }

      @Override
      public void cancelled(Handle transaction, WorkItem item) {
        told.add("cancelled " + item.naturalKey());
      }
    };
  }

  private Cancellation cancel(String key) {
    return jdbi.inTransaction(transaction -> queue.cancel(transaction, name, key));
  }

  private void awaitRelease() {
    try {
      assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  private long add(String key) {
    return jdbi.inTransaction(
        transaction -> {
          queue.add(transaction, name, key, SampleEvents.CENTER, "{}");
          return transaction
              .createQuery("SELECT id FROM work_item WHERE queue = :queue AND natural_key = :key")
              .bind("queue", name)
              .bind("key", key)
              .mapTo(Long.class)
              .one();
        });
  }

  private void makeAvailable(long id) {
    jdbi.useHandle(
        handle -> handle.execute("UPDATE work_item SET available_at = now() WHERE id = ?", id));
  }

  private String state(long id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT state FROM work_item WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
  }

  private Instant leaseEnd(long id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT lease_expires_at FROM work_item WHERE id = :id")
                .bind("id", id)
                .mapTo(Instant.class)
                .one());
  }
}
