package org.endoreg.stack.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.endoreg.contracts.events.Topic;
import org.jspecify.annotations.Nullable;

/**
 * The broker as an operator sees it. Reads only: it belongs to no consumer group and commits
 * nothing.
 */
public final class BrokerView implements AutoCloseable {
  private static final int LIMIT_MILLIS = 5_000;

  private final String bootstrapServers;
  private final Admin admin;

  /** Of the broker at this address. */
  public BrokerView(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LIMIT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LIMIT_MILLIS));
  }

  /** How far one group is behind; the age is that of the oldest record it has not had, if any. */
  public record Lag(String group, long records, Duration oldest) {}

  /** Each topic that is there, with its cleanup policy. */
  public Map<String, String> cleanupPolicies() {
    Set<String> there = get(admin.listTopics().names());
    List<ConfigResource> topics =
        there.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<ConfigResource, Config> configs = get(admin.describeConfigs(topics).all());
    return configs.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().name(),
                entry -> entry.getValue().get("cleanup.policy").value()));
  }

  /** The groups that have read anything, with how far they are behind. */
  public List<Lag> lags() {
    List<Lag> lags = new ArrayList<>();
    for (String group : groups()) {
      Map<TopicPartition, Long> committed = committed(group);
      Map<TopicPartition, Long> ends = ends(committed.keySet());
      long behind = 0;
      Map<TopicPartition, Long> waiting = new HashMap<>();
      for (Map.Entry<TopicPartition, Long> place : committed.entrySet()) {
        long left = ends.getOrDefault(place.getKey(), 0L) - place.getValue();
        if (left > 0) {
          behind += left;
          waiting.put(place.getKey(), place.getValue());
        }
      }
      lags.add(new Lag(group, behind, oldest(waiting)));
    }
    return lags;
  }

  /**
   * Waits until what the topic holds now has been read by a group whose name begins like this;
   * false when that takes longer than the limit.
   */
  public boolean awaitRead(String groupPrefix, Topic topic, Duration limit) {
    Map<TopicPartition, Long> ends = ends(partitions(topic));
    Instant deadline = Instant.now().plus(limit);
    while (!isRead(groupPrefix, ends)) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** When the newest record of a topic was written; empty when it holds none. */
  public java.util.Optional<Instant> newest(Topic topic) {
    Map<TopicPartition, Long> last = new HashMap<>();
    ends(partitions(topic))
        .forEach(
            (partition, end) -> {
              if (end > 0) {
                last.put(partition, end - 1);
              }
            });
    return records(last).stream()
        .map(record -> Instant.ofEpochMilli(record.timestamp()))
        .max(Instant::compareTo);
  }

  private boolean isRead(String groupPrefix, Map<TopicPartition, Long> ends) {
    return groups().stream()
        .filter(group -> group.startsWith(groupPrefix))
        .map(this::committed)
        .anyMatch(
            read ->
                ends.entrySet().stream()
                    .allMatch(end -> read.getOrDefault(end.getKey(), 0L) >= end.getValue()));
  }

  private List<String> groups() {
    return get(admin.listGroups().all()).stream().map(GroupListing::groupId).sorted().toList();
  }

  private Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach((partition, read) -> put(offsets, partition, read));
    return offsets;
  }

  private static void put(
      Map<TopicPartition, Long> offsets,
      TopicPartition partition,
      @Nullable OffsetAndMetadata read) {
    if (read != null) {
      offsets.put(partition, read.offset());
    }
  }

  private List<TopicPartition> partitions(Topic topic) {
    String name = topic.topicName();
    return get(admin.describeTopics(List.of(name)).allTopicNames()).values().stream()
        .flatMap(described -> described.partitions().stream())
        .map(partition -> new TopicPartition(name, partition.partition()))
        .toList();
  }

  private Map<TopicPartition, Long> ends(java.util.Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream()
            .collect(Collectors.toMap(partition -> partition, unused -> OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    get(admin.listOffsets(wanted).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private Duration oldest(Map<TopicPartition, Long> waiting) {
    long now = System.currentTimeMillis();
    return records(waiting).stream()
        .map(record -> Duration.ofMillis(Math.max(0, now - record.timestamp())))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** The first record of each partition at or after the offset. */
  private List<ConsumerRecord<byte[], byte[]>> records(Map<TopicPartition, Long> from) {
    if (from.isEmpty()) {
      return List.of();
    }
    Map<TopicPartition, ConsumerRecord<byte[], byte[]>> first = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                65_536),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      Instant deadline = Instant.now().plusMillis(LIMIT_MILLIS / 2);
      while (first.size() < from.size() && Instant.now().isBefore(deadline)) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record ->
                    first.putIfAbsent(
                        new TopicPartition(record.topic(), record.partition()), record));
      }
    }
    return List.copyOf(first.values());
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException away) {
      throw new BrokerAway(away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BrokerAway(stopped);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BrokerAway(stopped);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }

  /** The broker does not answer. */
  public static final class BrokerAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerAway(Throwable cause) {
      super("the broker does not answer", cause);
    }
  }
}
