package org.endoreg.anonymizer.work;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.endoreg.contracts.events.AnonymizationProgressed;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.contracts.events.WorkStage;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventProducer;

/**
 * Tells how far work has come, at most once a second a job. Sends on a thread of its own and drops
 * what the broker does not take, so an absent broker never slows the work.
 */
@ApplicationScoped
class ProgressReporter {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int WAITING = 16;

  private final EventProducer producer;
  private final ThreadPoolExecutor sender =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(WAITING),
          work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardOldestPolicy());

  ProgressReporter(EventProducer producer) {
    this.producer = producer;
  }

  void stop(@Observes ShutdownEvent stopping) {
    sender.shutdownNow();
  }

  /** Begins to report on one job. */
  JobProgress on(Job job) {
    return new JobProgress(job.accepted());
  }

  /** Progress of one attempt; used by the thread that works. */
  final class JobProgress {
    private final UploadJobAccepted job;
    private final Instant begun = Instant.now();
    private Instant lastSent = Instant.EPOCH;
    private WorkStage lastStage = WorkStage.READING;

    JobProgress(UploadJobAccepted job) {
      this.job = job;
    }

    /** The whole attempt has come to {@code percent}; the time left follows from the time taken. */
    void reached(WorkStage stage, int percent) {
      Instant now = Instant.now();
      boolean soon = Duration.between(lastSent, now).compareTo(INTERVAL) < 0;
      if (soon && stage == lastStage) {
        return;
      }
      lastSent = now;
      lastStage = stage;
      AnonymizationProgressed event =
          new AnonymizationProgressed(
              job.jobId(), job.centerKey(), stage, percent, secondsLeft(now, percent));
      sender.execute(() -> producer.offer(Envelopes.of(event, 0, null)));
    }

    private int secondsLeft(Instant now, int percent) {
      if (percent < 2) {
        return -1;
      }
      long taken = Duration.between(begun, now).toMillis();
      return (int) (taken * (100 - percent) / percent / 1000);
    }
  }
}
