package org.endoreg.platform.work;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.correlation.Correlation;
import org.endoreg.platform.problem.FailurePlace;
import org.jboss.logging.Logger;

/**
 * Runs workers on their own threads, one item at a time each, and keeps their leases alive. An item
 * whose worker died more often than retries are allowed is given up, so a file that kills the
 * process cannot do so for ever.
 */
@ApplicationScoped
public class WorkRunner {
  private static final Logger LOG = Logger.getLogger(WorkRunner.class);
  private static final long IDLE_MILLIS = 300;
  private static final int MOST_ATTEMPTS = 12;

  private final WorkQueue queue;
  private final ScheduledExecutorService heartbeats =
      Executors.newScheduledThreadPool(1, WorkRunner::daemon);
  private volatile boolean running = true;

  WorkRunner(WorkQueue queue) {
    this.queue = queue;
  }

  /**
   * Starts {@code threads} threads that take items of the worker's queue until the service stops.
   */
  public void run(Worker worker, int threads) {
    for (int i = 0; i < threads; i++) {
      Thread thread = daemon(() -> takeUntilStopped(worker));
      thread.setName("work-" + worker.queue() + "-" + i);
      thread.start();
    }
  }

  void stop(@Observes ShutdownEvent stopping) {
    running = false;
    heartbeats.shutdownNow();
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
        Optional<WorkItem> item = queue.claim(worker.queue(), owner);
        item.ifPresent(
            claimed -> Correlation.run(claimed.correlationId(), () -> attempt(worker, claimed)));
        if (item.isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
        }
      } catch (InterruptedException stopping) {
        return;
      } catch (RuntimeException databaseIsAway) {
        LOG.warnf("queue %s waits: %s", worker.queue(), FailurePlace.of(databaseIsAway));
        pauseAfterTrouble();
      }
    }
  }

  private void attempt(Worker worker, WorkItem item) {
    if (item.attempt() > MOST_ATTEMPTS) {
      worker.giveUp(item, ProblemCode.PROCESSING_FAILED);
      return;
    }
    AtomicBoolean lost = new AtomicBoolean();
    ScheduledFuture<?> heartbeat = keepAlive(item, lost);
    try {
      worker.work(item, lost::get);
    } catch (WorkFailed failed) {
      settle(worker, item, failed);
    } catch (LeaseLost taken) {
      LOG.infof("fencing_rejected: %s item %d went to another worker", item.queue(), item.id());
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError unforeseen) {
      LOG.errorf("%s item %d: %s", item.queue(), item.id(), FailurePlace.of(unforeseen));
      settle(worker, item, WorkFailed.passing(ProblemCode.PROCESSING_FAILED));
    } finally {
      heartbeat.cancel(false);
    }
  }

  private ScheduledFuture<?> keepAlive(WorkItem item, AtomicBoolean lost) {
    long interval = Math.max(1, queue.lease().toMillis() / 4);
    return heartbeats.scheduleAtFixedRate(
        () -> renew(item, lost), interval, interval, TimeUnit.MILLISECONDS);
  }

  private void renew(WorkItem item, AtomicBoolean lost) {
    try {
      if (!queue.renew(item)) {
        lost.set(true);
      }
    } catch (RuntimeException databaseIsAway) {
      // The lease runs on; the next heartbeat or the fenced finish decides.
      LOG.warnf("heartbeat of %s item %d failed", item.queue(), item.id());
    }
  }

  private void settle(Worker worker, WorkItem item, WorkFailed failed) {
    if (failed.isTransient() && RetryPlan.allowsAnother(item.attempt())) {
      double jitter = ThreadLocalRandom.current().nextDouble(-1, 1);
      queue.retryAfter(item, RetryPlan.pauseAfter(item.attempt(), jitter), failed.code());
    } else {
      worker.giveUp(item, failed.code());
    }
  }

  private void pauseAfterTrouble() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException stopping) {
      running = false;
    }
  }
}
