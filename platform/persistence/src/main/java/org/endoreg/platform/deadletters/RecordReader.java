package org.endoreg.platform.deadletters;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.events.BrokerSettings;
import org.endoreg.platform.problem.ProblemException;

/** Reads one record at its place, without a group, so that no consumer's progress changes. */
@ApplicationScoped
class RecordReader {
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration POLL = Duration.ofMillis(500);

  private final BrokerSettings brokers;

  RecordReader(BrokerSettings brokers) {
    this.brokers = brokers;
  }

  /**
   * The record; empty when the broker has removed it.
   *
   * @throws ProblemException {@code unavailable} when the broker does not answer
   */
  Optional<byte[]> read(String topic, int partition, long offset) {
    TopicPartition place = new TopicPartition(topic, partition);
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      consumer.assign(List.of(place));
      return isKept(consumer, place, offset) ? first(consumer, place, offset) : Optional.empty();
    } catch (KafkaException away) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    }
  }

  private KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(
        brokers.with(
            Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000)),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  private static boolean isKept(
      KafkaConsumer<String, byte[]> consumer, TopicPartition place, long offset) {
    return consumer.beginningOffsets(List.of(place)).getOrDefault(place, 0L) <= offset
        && consumer.endOffsets(List.of(place)).getOrDefault(place, 0L) > offset;
  }

  /** The next record there is may be a later one: a compacted topic has holes. */
  private static Optional<byte[]> first(
      KafkaConsumer<String, byte[]> consumer, TopicPartition place, long offset) {
    consumer.seek(place, offset);
    Instant limit = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(limit)) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL).records(place)) {
        return record.offset() == offset ? Optional.ofNullable(record.value()) : Optional.empty();
      }
    }
    throw new ProblemException(ProblemCode.UNAVAILABLE);
  }
}
