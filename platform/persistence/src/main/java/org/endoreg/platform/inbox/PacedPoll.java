package org.endoreg.platform.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Asks the broker for records. One that comes alone is there at once; when they come one behind the
 * other, those of a short while are taken together, because a transaction for each costs more than
 * most of them do.
 */
final class PacedPoll {
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  /** A backlog is not slowed down. */
  private static final int ENOUGH = 50;

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
  private static final long GATHER_NANOS = Duration.ofMillis(50).toNanos();

  private final CountDownLatch stopping;
  private long last = System.nanoTime() - GATHER_NANOS;

  PacedPoll(CountDownLatch stopping) {
    this.stopping = stopping;
  }

  /** What came, in the order of each partition; nothing after half a second of silence. */
  List<ConsumerRecord<String, byte[]>> next(KafkaConsumer<String, byte[]> consumer) {
    List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
    consumer.poll(LONGEST_WAIT).forEach(all::add);
    if (all.isEmpty()) {
      return all;
    }
    if (all.size() < ENOUGH && isAwaited(last + GATHER_NANOS)) {
      consumer.poll(SHORTEST_WAIT).forEach(all::add);
    }
    last = System.nanoTime();
    return all;
  }

  /** False when the moment was over before, or everything ends. */
  private boolean isAwaited(long moment) {
    long left = moment - System.nanoTime();
    try {
      return left > 0 && !stopping.await(left, TimeUnit.NANOSECONDS);
    } catch (InterruptedException unexpected) {
      stopping.countDown();
      return false;
    }
  }
}
