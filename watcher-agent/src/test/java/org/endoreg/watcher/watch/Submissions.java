package org.endoreg.watcher.watch;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
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

/** Everything that has arrived on a topic so far. */
@ApplicationScoped
public class Submissions {
  private final EventCodec codec = new EventCodec();
  private final String brokers;
  private final Map<Topic, Reading> readings = new EnumMap<>(Topic.class);

  Submissions(@ConfigProperty(name = "kafka.bootstrap.servers") String brokers) {
    this.brokers = brokers;
  }

  synchronized <T extends HubEvent> List<T> of(Class<T> type, Topic topic) {
    Reading reading = readings.computeIfAbsent(topic, Reading::new);
    reading.readOn();
    return reading.found.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @PreDestroy
  synchronized void close() {
    readings.values().forEach(reading -> reading.consumer.close());
  }

  private HubEvent event(ConsumerRecord<String, byte[]> record) {
    try {
      return codec.decode(record.value()).orElseThrow().payload();
    } catch (MalformedEvent malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  /** One topic from its beginning, read on whenever somebody asks. */
  private final class Reading {
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<HubEvent> found = new ArrayList<>();

    Reading(Topic topic) {
      Map<String, Object> settings =
          Map.of("bootstrap.servers", brokers, "group.id", UUID.randomUUID().toString());
      this.consumer =
          new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    void readOn() {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          found.add(event(record));
        }
      }
    }
  }
}
