package org.endoreg.watcher.watch;

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
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.EventCodec;
import org.endoreg.platform.events.MalformedEvent;

/** Everything that has arrived on a topic so far, read anew each time it is asked. */
@ApplicationScoped
public class Submissions {
  private final EventCodec codec = new EventCodec();
  private final String brokers;

  Submissions(@ConfigProperty(name = "kafka.bootstrap.servers") String brokers) {
    this.brokers = brokers;
  }

  <T extends HubEvent> List<T> of(Class<T> type, Topic topic) {
    List<T> found = new ArrayList<>();
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
          consumer.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          HubEvent event = event(record);
          if (type.isInstance(event)) {
            found.add(type.cast(event));
          }
        }
      }
    }
    return found;
  }

  private HubEvent event(ConsumerRecord<String, byte[]> record) {
    try {
      return codec.decode(record.value()).orElseThrow().payload();
    } catch (MalformedEvent malformed) {
      throw new IllegalStateException(malformed);
    }
  }
}
