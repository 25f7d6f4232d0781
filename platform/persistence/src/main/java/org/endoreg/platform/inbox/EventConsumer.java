package org.endoreg.platform.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.BrokerSettings;
import org.endoreg.platform.events.EventCodec;
import org.endoreg.platform.events.MalformedEvent;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.sql.Trouble;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One consumer thread: poll, give the records their effect, commit. Records of a partition take
 * effect together, and one by one when any of them does not. A record that cannot take effect now
 * is retried in place with growing pauses, because skipping it would lose a job: for as long as the
 * database is away, and for the {@code patience} when the handler itself fails. One that is no
 * event at all, or that the handler still refuses then, is set aside and lets the others pass.
 */
final class EventConsumer {
  private static final Logger LOG = Logger.getLogger(EventConsumer.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 15_000;

  /** Few enough that what a transaction locks is soon free again. */
  private static final int TOGETHER = 100;

  private final EventCodec codec = new EventCodec();
  private final Map<String, Object> settings;
  private final List<String> topics;
  private final Inbox inbox;
  private final MeterRegistry metrics;
  private final Duration patience;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Map<TopicPartition, Instant> failingSince = new HashMap<>();
  private @Nullable KafkaConsumer<String, byte[]> current;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

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
    this.metrics = metrics;
    this.patience = patience;
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
        while (isRunning()) {
          receiveAll(consumer, consumer.poll(POLL));
        }
      } catch (WakeupException stop) {
        LOG.debug("consumer was woken to stop");
      } catch (RuntimeException | Error lost) {
        LOG.warnf("consumer starts anew: %s", lost.getClass().getSimpleName());
        pause();
      } finally {
        wakeable(null);
        close(consumer);
      }
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

  private void receiveAll(
      KafkaConsumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      receiveAll(consumer, partition, records.records(partition));
    }
  }

  /** Many at once when nothing fails, because a commit costs more than most events. */
  private void receiveAll(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition partition,
      List<ConsumerRecord<String, byte[]>> records) {
    for (int begin = 0; begin < records.size(); begin += TOGETHER) {
      List<ConsumerRecord<String, byte[]>> some =
          records.subList(begin, Math.min(begin + TOGETHER, records.size()));
      if (!receiveTogether(consumer, partition, some)
          && !receiveOneByOne(consumer, partition, some)) {
        return;
      }
    }
  }

  private boolean receiveTogether(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition partition,
      List<ConsumerRecord<String, byte[]>> records) {
    if (records.size() == 1 || failingSince.containsKey(partition)) {
      return false;
    }
    try {
      List<EventEnvelope> events = new ArrayList<>();
      for (ConsumerRecord<String, byte[]> record : records) {
        codec.decode(record.value()).ifPresent(events::add);
      }
      int effective = inbox.receiveAll(events);
      count(partition.topic(), "effective", effective);
      count(partition.topic(), "duplicate", events.size() - effective);
      count(partition.topic(), "skipped", records.size() - events.size());
    } catch (MalformedEvent | RuntimeException | Error oneOfThem) {
      LOG.debugf("events at %s are tried one by one", partition);
      return false;
    }
    commit(consumer, partition, records.get(records.size() - 1));
    return true;
  }

  private boolean receiveOneByOne(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition partition,
      List<ConsumerRecord<String, byte[]>> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      if (!receiveOrRewind(consumer, partition, record)) {
        return false;
      }
    }
    return true;
  }

  private static void commit(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition partition,
      ConsumerRecord<String, byte[]> last) {
    consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(last.offset() + 1)), null);
  }

  private void count(String topic, String outcome, int events) {
    metrics.counter("endoreg_events_total", "topic", topic, "outcome", outcome).increment(events);
  }

  private boolean receiveOrRewind(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition partition,
      ConsumerRecord<String, byte[]> record) {
    try {
      receive(record);
    } catch (RuntimeException | Error notNow) {
      LOG.warnf(
          "event at %s offset %d waits: %s", partition, record.offset(), FailurePlace.of(notNow));
      if (!isGivenUp(partition, record, notNow)) {
        consumer.seek(partition, record.offset());
        pause();
        return false;
      }
    }
    failingSince.remove(partition);
    pauseMillis = FIRST_PAUSE_MILLIS;
    commit(consumer, partition, record);
    return true;
  }

  private boolean isGivenUp(
      TopicPartition partition, ConsumerRecord<String, byte[]> record, Throwable failure) {
    if (Trouble.isOfTheDatabase(failure)) {
      return false;
    }
    Instant first = failingSince.computeIfAbsent(partition, unused -> Instant.now());
    if (Instant.now().isBefore(first.plus(patience))) {
      return false;
    }
    try {
      setAside(record, "handler_failed");
      return true;
    } catch (RuntimeException databaseIsAway) {
      return false;
    }
  }

  private void setAside(ConsumerRecord<String, byte[]> record, String reason) {
    inbox.setAside(record, reason);
    LOG.errorf(
        "set aside (%s): %s-%d offset %d",
        reason, record.topic(), record.partition(), record.offset());
    metrics.counter("endoreg_dlq_messages_total", "topic", record.topic()).increment();
  }

  private void receive(ConsumerRecord<String, byte[]> record) {
    try {
      Optional<EventEnvelope> event = codec.decode(record.value());
      boolean effective = event.isPresent() && inbox.receive(event.orElseThrow());
      count(record.topic(), event.isEmpty() ? "skipped" : effective ? "effective" : "duplicate", 1);
    } catch (MalformedEvent malformed) {
      setAside(record, "malformed");
    }
  }

  private void pause() {
    try {
      if (!stopping.await(pauseMillis, TimeUnit.MILLISECONDS)) {
        pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
      }
    } catch (InterruptedException unexpected) {
      stopping.countDown();
    }
  }
}
