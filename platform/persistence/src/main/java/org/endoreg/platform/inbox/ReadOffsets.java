package org.endoreg.platform.inbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer is, told to the broker about once a second instead of after each record: what
 * is delivered again after a crash finds itself in the inbox, and for the broker a told offset is
 * as much work as an event.
 */
final class ReadOffsets {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  private final Map<TopicPartition, OffsetAndMetadata> untold = new HashMap<>();
  private long told = System.nanoTime() - INTERVAL_NANOS;

  /** This record, and all before it in its partition, had their effect. */
  void passed(ConsumerRecord<String, byte[]> record) {
    untold.put(
        new TopicPartition(record.topic(), record.partition()),
        new OffsetAndMetadata(record.offset() + 1));
  }

  void tellWhenDue(KafkaConsumer<String, byte[]> consumer) {
    if (System.nanoTime() - told >= INTERVAL_NANOS) {
      tell(consumer);
    }
  }

  /** Of partitions that went to another consumer nothing is told; it is further by now. */
  void tell(KafkaConsumer<String, byte[]> consumer) {
    untold.keySet().retainAll(consumer.assignment());
    if (!untold.isEmpty()) {
      consumer.commitAsync(Map.copyOf(untold), null);
      untold.clear();
    }
    told = System.nanoTime();
  }
}
