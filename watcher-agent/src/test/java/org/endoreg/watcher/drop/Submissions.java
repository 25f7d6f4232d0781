package org.endoreg.watcher.drop;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.contracts.events.UploadJobSubmitted;
import org.endoreg.platform.events.EventCodec;
import org.endoreg.platform.events.MalformedEvent;

/** Everything that has arrived on the topic so far, read anew each time it is asked. */
@ApplicationScoped
public class Submissions {
  private final EventCodec codec = new EventCodec();
  private final String brokers;

  Submissions(@ConfigProperty(name = "kafka.bootstrap.servers") String brokers) {
    this.brokers = brokers;
  }

  List<UploadJobSubmitted> all() {
    List<UploadJobSubmitted> found = new ArrayList<>();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            brokers,
            "group.id",
            UUID.randomUUID().toString(),
            "auto.offset.reset",
            "earliest");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.UPLOAD_JOB_EVENTS.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          found.add(submission(record));
        }
      }
    }
    return found;
  }

  private UploadJobSubmitted submission(ConsumerRecord<String, byte[]> record) {
    try {
      EventEnvelope event = codec.decode(record.value()).orElseThrow();
      return (UploadJobSubmitted) event.payload();
    } catch (MalformedEvent malformed) {
      throw new IllegalStateException(malformed);
    }
  }
}
