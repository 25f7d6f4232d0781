package org.endoreg.platform.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.endoreg.platform.events.EventCodec;
import org.endoreg.platform.events.MalformedEvent;
import org.endoreg.platform.problem.FailurePlace;
import org.jboss.logging.Logger;

/**
 * One consumer thread: poll, give each record its effect, commit. A record that cannot take effect
 * now (database away) is retried in place with growing pauses, because skipping it would lose a
 * job; one that is no event at all is set aside.
 */
final class EventConsumer {
  private static final Logger LOG = Logger.getLogger(EventConsumer.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 15_000;

  private final EventCodec codec = new EventCodec();
  private final Map<String, Object> settings;
  private final List<String> topics;
  private final Inbox inbox;
  private final MeterRegistry metrics;
  private final Thread thread;
  private volatile boolean running = true;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  EventConsumer(
      String brokers, String group, List<Topic> topics, Inbox inbox, MeterRegistry metrics) {
    this.settings = settings(brokers, group);
    this.topics = topics.stream().map(Topic::topicName).toList();
    this.inbox = inbox;
    this.metrics = metrics;
    this.thread = new Thread(this::consumeUntilStopped, "events-" + this.topics.get(0));
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void stop() {
    running = false;
    thread.interrupt();
  }

  private static Map<String, Object> settings(String brokers, String group) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        brokers,
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
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        10_000,
        ConsumerConfig.METADATA_MAX_AGE_CONFIG,
        5_000,
        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
        1_000);
  }

  private void consumeUntilStopped() {
    while (running) {
      try (KafkaConsumer<String, byte[]> consumer =
          new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
        consumer.subscribe(topics);
        while (running) {
          receiveAll(consumer, consumer.poll(POLL));
        }
      } catch (WakeupException | org.apache.kafka.common.errors.InterruptException stopping) {
        return;
      } catch (KafkaException lost) {
        LOG.warnf("consumer starts anew: %s", lost.getClass().getSimpleName());
        pause();
      }
    }
  }

  private void receiveAll(
      KafkaConsumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<String, byte[]> record : records.records(partition)) {
        if (!receiveOrRewind(consumer, partition, record)) {
          break;
        }
      }
    }
  }

  private boolean receiveOrRewind(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition partition,
      ConsumerRecord<String, byte[]> record) {
    try {
      receive(record);
      consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)), null);
      pauseMillis = FIRST_PAUSE_MILLIS;
      return true;
    } catch (RuntimeException notNow) {
      LOG.warnf(
          "event at %s offset %d waits: %s", partition, record.offset(), FailurePlace.of(notNow));
      consumer.seek(partition, record.offset());
      pause();
      return false;
    }
  }

  private void receive(ConsumerRecord<String, byte[]> record) {
    try {
      Optional<EventEnvelope> event = codec.decode(record.value());
      boolean effective = event.isPresent() && inbox.receive(event.orElseThrow());
      metrics
          .counter(
              "endoreg_events_total",
              "topic",
              record.topic(),
              "outcome",
              event.isEmpty() ? "skipped" : effective ? "effective" : "duplicate")
          .increment();
    } catch (MalformedEvent malformed) {
      inbox.setAside(record, "malformed");
      metrics.counter("endoreg_dlq_messages_total", "topic", record.topic()).increment();
    }
  }

  private void pause() {
    try {
      Thread.sleep(pauseMillis);
      pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
    } catch (InterruptedException stopping) {
      running = false;
    }
  }
}
