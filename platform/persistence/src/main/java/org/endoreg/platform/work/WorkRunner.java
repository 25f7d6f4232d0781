package org.endoreg.platform.work;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.correlation.Correlation;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.startup.HubSettings;
import org.jboss.logging.Logger;

/**
 * Runs workers on their own threads, one item at a time each, and keeps their leases alive. An item
 * whose worker died more often than retries are allowed is given up, so a file that kills the
 * process cannot do so for ever. When the service stops, workers are told that they lost their
 * lease, and what they had is handed back for the next start.
 */
@ApplicationScoped
public class WorkRunner {
  private static final Logger LOG = Logger.getLogger(WorkRunner.class);
  private static final int MOST_DEATHS = 12;

  /** Whoever calls long work off does not wait longer than this for the worker to notice. */
  private static final long LONGEST_HEARTBEAT_MILLIS = 10_000;

  private static final long TROUBLE_MILLIS = 1_000;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

  private final WorkQueue queue;
  private final Arrivals arrivals;
  private final RetryPlan plan;
  private final MeterRegistry metrics;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService heartbeats =
      Executors.newScheduledThreadPool(1, WorkRunner::daemon);
  private volatile boolean running = true;

  WorkRunner(WorkQueue queue, Arrivals arrivals, HubSettings settings, MeterRegistry metrics) {
    this.queue = queue;
    this.arrivals = arrivals;
    this.plan = new RetryPlan(settings.work().firstRetry(), settings.work().longestRetry());
    this.metrics = metrics;
  }

  /** Starts {@code count} threads that take items of the worker's queue until the service stops. */
  public void run(Worker worker, int count) {
    for (int i = 0; i < count; i++) {
      Thread thread = daemon(() -> takeUntilStopped(worker));
      thread.setName("work-" + worker.queue() + "-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  void stop(@Observes ShutdownEvent stopping) {
    running = false;
    arrivals.endWaits();
    long deadline = System.nanoTime() + LONGEST_STOP.toNanos();
    threads.forEach(thread -> join(thread, deadline));
    heartbeats.shutdownNow();
  }

  private static void join(Thread thread, long deadline) {
    try {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      thread.join(Math.max(1, millis));
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private void takeUntilStopped(Worker worker) {
    String owner = UUID.randomUUID().toString();
    while (running) {
      try {
        takeOneOrWait(worker, owner);
      } catch (InterruptedException stopping) {
        LOG.debug("a pause was cut short");
      } catch (RuntimeException | Error trouble) {
        LOG.warnf("queue %s waits: %s", worker.queue(), FailurePlace.of(trouble));
        pauseInTrouble();
      }
    }
  }

  private void takeOneOrWait(Worker worker, String owner) throws InterruptedException {
    long asked = System.nanoTime();
    Optional<WorkItem> item = queue.claim(worker.queue(), owner);
    if (item.isEmpty()) {
      arrivals.await(worker.queue());
      return;
    }
    arrivals.tell(worker.queue());
    WorkItem claimed = item.orElseThrow();
    Correlation.run(claimed.correlationId(), () -> attempt(worker, claimed, asked));
  }

  private void attempt(Worker worker, WorkItem item, long asked) {
    try {
      if (item.attempt() - item.retries() > MOST_DEATHS) {
        worker.giveUp(item, ProblemCode.PROCESSING_FAILED);
      } else {
        attemptWithHeartbeat(worker, item, asked);
      }
    } catch (WorkCancelled calledOff) {
      endCalledOff(worker, item);
    } catch (LeaseLost taken) {
      reject(item);
    }
  }

  private void endCalledOff(Worker worker, WorkItem item) {
    try {
      queue.cancelled(item, transaction -> worker.cancelled(transaction, item));
      LOG.infof("called off: %s item %d", item.queue(), item.id());
    } catch (LeaseLost taken) {
      reject(item);
    }
  }

  private void reject(WorkItem item) {
    LOG.infof("fencing_rejected: %s item %d went to another worker", item.queue(), item.id());
    metrics.counter("endoreg_fencing_rejected_total", "place", item.queue()).increment();
  }

  /**
   * Catches errors too: a class or a native library that cannot be loaded is a failed attempt, not
   * the end of the queue.
   */
  private void attemptWithHeartbeat(Worker worker, WorkItem item, long asked) {
    HeldLease lease = new HeldLease(queue.lease());
    lease.renewedAt(asked);
    if (item.calledOff()) {
      lease.cancel();
    }
    ScheduledFuture<?> heartbeat = keepAlive(item, lease);
    try {
      worker.work(item, watch(lease));
    } catch (WorkFailed failed) {
      settle(worker, item, failed);
    } catch (LeaseLost | WorkCancelled stopped) {
      throw stopped;
    } catch (RuntimeException | Error unforeseen) {
      LOG.errorf("%s item %d: %s", item.queue(), item.id(), FailurePlace.of(unforeseen));
      settle(worker, item, WorkFailed.passing(ProblemCode.PROCESSING_FAILED));
    } finally {
      heartbeat.cancel(false);
    }
  }

  private LeaseWatch watch(HeldLease lease) {
    return new LeaseWatch() {
      @Override
      public boolean isLost() {
        return lease.isLost() || !running;
      }

      @Override
      public boolean isCancelled() {
        return lease.isCancelled();
      }
    };
  }

  private ScheduledFuture<?> keepAlive(WorkItem item, HeldLease lease) {
    long interval = Math.max(1, Math.min(LONGEST_HEARTBEAT_MILLIS, queue.lease().toMillis() / 4));
    return heartbeats.scheduleAtFixedRate(
        () -> renew(item, lease), interval, interval, TimeUnit.MILLISECONDS);
  }

  private void renew(WorkItem item, HeldLease lease) {
    try {
      long asked = System.nanoTime();
      if (queue.renew(item)) {
        lease.renewedAt(asked);
        lookForCancellation(item, lease);
      } else {
        lease.lose();
      }
    } catch (RuntimeException databaseIsAway) {
      // The lease runs on; a later heartbeat, its end or the fenced finish decides.
      LOG.warnf("heartbeat of %s item %d failed", item.queue(), item.id());
    }
  }

  private void lookForCancellation(WorkItem item, HeldLease lease) {
    try {
      if (queue.isCancelRequested(item)) {
        lease.cancel();
      }
    } catch (RuntimeException databaseIsAway) {
      LOG.warnf("whether %s item %d was called off is not known yet", item.queue(), item.id());
    }
  }

  private void settle(Worker worker, WorkItem item, WorkFailed failed) {
    int worth = worker.retriesWorth(failed.code());
    if (!running) {
      queue.handBack(item);
    } else if (failed.isTransient() && item.retries() < worth) {
      double jitter = ThreadLocalRandom.current().nextDouble(-1, 1);
      queue.retryAfter(
          item,
          plan.pauseAfter(item.retries(), jitter),
          failed.code(),
          worth,
          (transaction, retry) -> worker.retryPlanned(transaction, item, retry));
    } else {
      worker.giveUp(item, failed.code());
    }
  }

  private void pauseInTrouble() {
    try {
      TimeUnit.MILLISECONDS.sleep(TROUBLE_MILLIS);
    } catch (InterruptedException stopping) {
      LOG.debug("a pause was cut short");
    }
  }
}
