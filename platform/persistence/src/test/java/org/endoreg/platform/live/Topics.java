package org.endoreg.platform.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.EventCodec;
import org.jspecify.annotations.Nullable;

/** Reads and writes topics past the suite's own code. */
public final class Topics {
  private Topics() {}

  /** Every record on the topic now, in order within each partition. */
  public static List<ConsumerRecord<String, byte[]>> read(Topic topic) {
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topic.topicName());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
      while (partitions.stream()
          .anyMatch(part -> consumer.position(part) < ends.getOrDefault(part, 0L))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  /** Puts bytes on the topic and waits until the broker has them. */
  public static void write(Topic topic, String key, byte[] record)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<String, byte[]> producer = producer()) {
      producer.send(new ProducerRecord<>(topic.topicName(), key, record)).get();
    }
  }

  /** Puts these on the topic one behind the other, with a pause between any two. */
  public static void write(Topic topic, List<EventEnvelope> events, Duration pause)
      throws ExecutionException, InterruptedException {
    EventCodec codec = new EventCodec();
    try (KafkaProducer<String, byte[]> producer = producer()) {
      for (EventEnvelope event : events) {
        String key = event.aggregateId().toString();
        producer.send(new ProducerRecord<>(topic.topicName(), key, codec.encode(event))).get();
        Thread.sleep(pause.toMillis());
      }
    }
  }

  /** How often any group told the broker where it is, in one partition each time. */
  public static long offsetsTold() {
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, "__consumer_offsets");
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** How many records of the topic lie behind what the group said it has read. */
  public static long lag(Topic topic, String group)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", LiveServices.get().brokers()));
        KafkaConsumer<String, byte[]> consumer = consumer()) {
      Map<TopicPartition, OffsetAndMetadata> told =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      List<TopicPartition> partitions = partitions(consumer, topic.topicName());
      return consumer.endOffsets(partitions).entrySet().stream()
          .mapToLong(end -> end.getValue() - read(told.get(end.getKey())))
          .sum();
    }
  }

  private static long read(@Nullable OffsetAndMetadata told) {
    return told == null ? 0 : told.offset();
  }

  private static KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", LiveServices.get().brokers()),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  private static KafkaProducer<String, byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", LiveServices.get().brokers()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(part -> new TopicPartition(part.topic(), part.partition()))
        .toList();
  }
}
