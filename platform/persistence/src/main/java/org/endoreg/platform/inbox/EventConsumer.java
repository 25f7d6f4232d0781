package org.endoreg.platform.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.BrokerSettings;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One consumer thread: takes records from the broker, has them delivered, and tells the broker now
 * and then how far it is. A consumer that breaks is made anew after a pause.
 */
final class EventConsumer {
  private static final Logger LOG = Logger.getLogger(EventConsumer.class);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Map<String, Object> settings;
  private final List<String> topics;
  private final Inbox inbox;
  private final Delivery delivery;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final GrowingPause trouble = new GrowingPause(stopping);
  private @Nullable KafkaConsumer<String, byte[]> current;

  EventConsumer(
      BrokerSettings brokers,
      String group,
      List<Topic> topics,
      Inbox inbox,
      MeterRegistry metrics,
      Duration patience) {
    this.settings = settings(brokers, group);
    this.topics = topics.stream().map(Topic::topicName).toList();
    this.inbox = inbox;
    this.delivery = new Delivery(inbox, metrics, patience, trouble);
    this.thread = new Thread(this::consumeUntilStopped, "events-" + this.topics.get(0));
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Asks the thread to end after the record it works on. Not by interrupt: that would break the
   * client in the middle of a request, and it would say so loudly.
   */
  synchronized void stop() {
    stopping.countDown();
    if (current != null) {
      current.wakeup();
    }
  }

  /** Waits until the thread ended, so that the database is still there for its last record. */
  void awaitEnd(Duration limit) {
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  /** True when the thread is through. */
  boolean hasEnded() {
    return !thread.isAlive();
  }

  private boolean isRunning() {
    return stopping.getCount() > 0;
  }

  private static Map<String, Object> settings(BrokerSettings brokers, String group) {
    return brokers.with(
        Map.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            200,
            // an answer comes with the first record; this is how often an idle consumer asks again
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            3_000,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            10_000,
            ConsumerConfig.METADATA_MAX_AGE_CONFIG,
            5_000,
            ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            1_000));
  }

  private void consumeUntilStopped() {
    while (isRunning()) {
      KafkaConsumer<String, byte[]> consumer = null;
      try {
        consumer =
            new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        wakeable(consumer);
        consumer.subscribe(topics);
        inbox.forgetOldEvents();
        consume(consumer);
      } catch (WakeupException stop) {
        LOG.debug("consumer was woken to stop");
      } catch (RuntimeException | Error lost) {
        LOG.warnf("consumer starts anew: %s", lost.getClass().getSimpleName());
        trouble.pause();
      } finally {
        wakeable(null);
        close(consumer);
      }
    }
  }

  private void consume(KafkaConsumer<String, byte[]> consumer) {
    PacedPoll poll = new PacedPoll(stopping);
    ReadOffsets offsets = new ReadOffsets();
    try {
      while (isRunning()) {
        delivery.deliver(poll.next(consumer), offsets).forEach(consumer::seek);
        offsets.tellWhenDue(consumer);
      }
    } finally {
      offsets.tell(consumer);
    }
  }

  private synchronized void wakeable(@Nullable KafkaConsumer<String, byte[]> consumer) {
    current = consumer;
  }

  private static void close(@Nullable KafkaConsumer<String, byte[]> consumer) {
    try {
      if (consumer != null) {
        consumer.close(CloseOptions.timeout(CLOSE));
      }
    } catch (KafkaException unclean) {
      LOG.debugf("consumer closed uncleanly: %s", unclean.getClass().getSimpleName());
    }
  }
}
