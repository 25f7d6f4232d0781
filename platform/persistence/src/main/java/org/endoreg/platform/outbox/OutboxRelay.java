package org.endoreg.platform.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.endoreg.platform.events.EventProducer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Publishes the outbox in order per aggregate. One relay of a service works at a time (advisory
 * lock), and of one aggregate only one record is on its way at a time: a record the broker did not
 * acknowledge stays pending and those of its aggregate wait behind it. Killed between send and
 * mark, it sends twice.
 */
@ApplicationScoped
public class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final int BATCH = 500;
  private static final long IDLE_MILLIS = 500;
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long RELAY_LOCK = 0x656e646f0001L;
  private static final int KEEP_DAYS = 7;
  private static final long PURGE_INTERVAL_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final long COUNT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_STOP_MILLIS = 3_000;

  private final Jdbi jdbi;
  private final EventProducer producer;
  private final Semaphore wakeUp = new Semaphore(0);
  private final AtomicLong pending = new AtomicLong();
  private final Thread thread = new Thread(this::relayUntilStopped, "outbox-relay");
  private volatile boolean running = true;
  private long lastPublished = System.nanoTime() - GATHER_NANOS;
  private long lastCount = System.nanoTime() - COUNT_INTERVAL_NANOS;
  private long lastPurge = System.nanoTime() - PURGE_INTERVAL_NANOS;

  OutboxRelay(Jdbi jdbi, EventProducer producer, MeterRegistry metrics) {
    this.jdbi = jdbi;
    this.producer = producer;
    metrics.gauge("endoreg_outbox_pending", pending);
  }

  void start(@Observes StartupEvent started) {
    thread.setDaemon(true);
    thread.start();
  }

  void stop(@Observes ShutdownEvent stopping) {
    running = false;
    nudge();
    try {
      thread.join(LONGEST_STOP_MILLIS);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something was committed to the outbox: publish it without waiting for the next look. */
  void nudge() {
    wakeUp.release();
  }

  private void relayUntilStopped() {
    while (running) {
      try {
        publishAll();
        purgeNowAndThen();
      } catch (RuntimeException | Error unavailable) {
        LOG.warnf("outbox waits: %s", unavailable.getClass().getSimpleName());
      }
      awaitNudge();
    }
  }

  private void publishAll() {
    int published = publishBatch();
    if (published > 0) {
      lastPublished = System.nanoTime();
    }
    while (published == BATCH && running) {
      published = publishBatch();
    }
  }

  /** A nudge after a silence is heard at once; of many, those of a short while are one. */
  private void awaitNudge() {
    try {
      if (wakeUp.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
        long early = lastPublished + GATHER_NANOS - System.nanoTime();
        if (early > 0 && running) {
          TimeUnit.NANOSECONDS.sleep(early);
        }
        wakeUp.drainPermits();
      }
    } catch (InterruptedException stopped) {
      running = false;
    }
  }

  /** Publishes what is pending, up to one batch, and tells how many records the broker took. */
  int publishBatch() {
    return jdbi.inTransaction(
        transaction -> {
          if (!holdsRelayLock(transaction)) {
            return 0;
          }
          List<Pending> batch = nextPending(transaction);
          if (batch.isEmpty()) {
            pending.set(0);
            return 0;
          }
          List<Long> acknowledged = new OrderedSend(producer).send(batch);
          markPublished(transaction, acknowledged);
          tellPending(transaction, batch.size(), acknowledged.size());
          return acknowledged.size();
        });
  }

  /**
   * A batch that was not full held all that was pending; counting a long backlog after every batch
   * would take longer than publishing it.
   */
  private void tellPending(Handle transaction, int found, int published) {
    if (found < BATCH) {
      pending.set((long) found - published);
    } else if (System.nanoTime() - lastCount < COUNT_INTERVAL_NANOS) {
      pending.addAndGet(-published);
    } else {
      pending.set(countPending(transaction));
      lastCount = System.nanoTime();
    }
  }

  private static long countPending(Handle transaction) {
    return transaction
        .createQuery("SELECT count(*) FROM outbox WHERE published_at IS NULL")
        .mapTo(Long.class)
        .one();
  }

  private static boolean holdsRelayLock(Handle transaction) {
    return transaction
        .createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
        .bind("lock", RELAY_LOCK)
        .mapTo(Boolean.class)
        .one();
  }

  private static List<Pending> nextPending(Handle transaction) {
    return transaction
        .createQuery(
            """
            SELECT sequence, topic, record_key, record FROM outbox
            WHERE published_at IS NULL ORDER BY sequence LIMIT :batch
            """)
        .bind("batch", BATCH)
        .map(
            (row, context) ->
                new Pending(
                    row.getLong("sequence"),
                    row.getString("topic"),
                    row.getString("record_key"),
                    row.getString("record")))
        .list();
  }

  private static void markPublished(Handle transaction, List<Long> sequences) {
    transaction
        .createUpdate("UPDATE outbox SET published_at = now() WHERE sequence = ANY(:sequences)")
        .bindArray("sequences", Long.class, sequences)
        .execute();
  }

  private void purgeNowAndThen() {
    if (System.nanoTime() - lastPurge < PURGE_INTERVAL_NANOS) {
      return;
    }
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "DELETE FROM outbox WHERE published_at < now() - make_interval(days => :days)")
                .bind("days", KEEP_DAYS)
                .execute());
    lastPurge = System.nanoTime();
  }
}
