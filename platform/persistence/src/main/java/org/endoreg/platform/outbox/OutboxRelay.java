package org.endoreg.platform.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.endoreg.platform.events.EventProducer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Publishes the outbox in order. One relay of a service works at a time (advisory lock); a record
 * the broker did not acknowledge stays pending and everything behind it waits, so order per
 * aggregate holds. Killed between send and mark, it sends twice.
 */
@ApplicationScoped
public class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final int BATCH = 500;
  private static final long IDLE_MILLIS = 500;
  private static final long RELAY_LOCK = 0x656e646f0001L;
  private static final long KEEP_DAYS = 7;

  private final Jdbi jdbi;
  private final EventProducer producer;
  private final Semaphore wakeUp = new Semaphore(0);
  private final AtomicLong pending = new AtomicLong();
  private volatile boolean running = true;

  OutboxRelay(Jdbi jdbi, EventProducer producer, MeterRegistry metrics) {
    this.jdbi = jdbi;
    this.producer = producer;
    metrics.gauge("endoreg_outbox_pending", pending);
  }

  void start(@Observes StartupEvent started) {
    Thread thread = new Thread(this::relayUntilStopped, "outbox-relay");
    thread.setDaemon(true);
    thread.start();
  }

  void stop(@Observes ShutdownEvent stopping) {
    running = false;
    nudge();
  }

  /** Something was committed to the outbox: publish it without waiting for the next look. */
  void nudge() {
    wakeUp.release();
  }

  private void relayUntilStopped() {
    while (running) {
      try {
        while (publishBatch() == BATCH) {
          LOG.debug("a full batch was published, looking for more");
        }
        awaitNudge();
      } catch (RuntimeException unavailable) {
        LOG.warnf("outbox waits: %s", unavailable.getClass().getSimpleName());
        awaitNudge();
      }
    }
  }

  private void awaitNudge() {
    try {
      if (wakeUp.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
        wakeUp.drainPermits();
      }
    } catch (InterruptedException stopped) {
      running = false;
    }
  }

  private int publishBatch() {
    return jdbi.inTransaction(
        transaction -> {
          if (!holdsRelayLock(transaction)) {
            return 0;
          }
          List<Pending> batch = nextPending(transaction);
          pending.set(batch.size());
          List<Long> acknowledged = sendInOrder(batch);
          markPublished(transaction, acknowledged);
          return acknowledged.size();
        });
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

  private List<Long> sendInOrder(List<Pending> batch) {
    List<Future<RecordMetadata>> sends = new ArrayList<>();
    for (Pending next : batch) {
      sends.add(producer.send(next.topic(), next.key(), next.record()));
    }
    List<Long> acknowledged = new ArrayList<>();
    for (int i = 0; i < sends.size(); i++) {
      if (!isAcknowledged(sends.get(i))) {
        break;
      }
      acknowledged.add(batch.get(i).sequence());
    }
    return acknowledged;
  }

  private static boolean isAcknowledged(Future<RecordMetadata> send) {
    try {
      send.get();
      return true;
    } catch (ExecutionException brokerIsAway) {
      LOG.warnf("broker did not take an event: %s", kind(brokerIsAway));
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String kind(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? "unknown cause" : cause.getClass().getSimpleName();
  }

  private static void markPublished(Handle transaction, List<Long> sequences) {
    transaction
        .createUpdate("UPDATE outbox SET published_at = now() WHERE sequence = ANY(:sequences)")
        .bindArray("sequences", Long.class, sequences)
        .execute();
    transaction
        .createUpdate(
            "DELETE FROM outbox WHERE published_at < now() - make_interval(days => :days)")
        .bind("days", (int) KEEP_DAYS)
        .execute();
  }

  private record Pending(long sequence, String topic, String key, String record) {}
}
