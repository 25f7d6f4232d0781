package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Every record of every topic once more, in another order and on other partitions. */
@ResourceLock(RunningHub.NAME)
class HubReplayTest {
  private static final Duration SOON = Duration.ofSeconds(100);
  private static final List<String> DATABASES =
      List.of("ingest_gateway", "anonymizer", "media", "knowledge_base", "transfer_hub");

  /** What counts deliveries or works by the clock, and is no state of anything. */
  private static final String BOOKKEEPING =
      "^(inbox|outbox|dead_letter|audit_|flyway_|sweep_cursor|idempotency_claim|resumable)";

  private final RunningHub hub = RunningHub.get();
  private final Database database = hub.database();
  private final String broker;

  HubReplayTest() throws Exception {
    this.broker = "127.0.0.1:" + hub.suite().part("kafka").port();
  }

  @Test
  @Scenario("A88")
  void everyRecordDeliveredTwiceAndShuffledEndsInTheSameRows() throws Exception {
    Calls north = hub.as(List.of("upload:write", "upload:read"), "north");
    north.upload("north", "a.pdf", RunningHub.report("Befund"));
    hub.drops().drop("north", "report_import", "b.pdf", RunningHub.report("Befund"));
    await().atMost(SOON).until(() -> hub.drops().areTaken("north"));
    awaitQuiet();
    Map<String, String> before = rows();
    assertThat(before.keySet()).contains("ingest_gateway.upload_job", "media.medium");
    List<ConsumerRecord<byte[], byte[]>> records = everything();
    assertThat(records.stream().map(ConsumerRecord::topic).distinct())
        .hasSizeGreaterThanOrEqualTo(4);
    sendAgain(records);
    awaitQuiet();
    assertThat(rows()).isEqualTo(before);
  }

  /** No job is under way, no event waits to be told and every consumer has read everything. */
  private void awaitQuiet() {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> underWay() == 0 && unread() == 0 && underWay() == 0);
  }

  private long underWay() throws Exception {
    long waiting = database.count("ingest_gateway", "upload_job WHERE finished_at IS NULL");
    for (String service : DATABASES) {
      waiting += database.count(service, "outbox WHERE published_at IS NULL");
    }
    return waiting;
  }

  private Map<String, String> rows() throws Exception {
    Map<String, String> hashes = new TreeMap<>();
    String tables =
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '"
            + BOOKKEEPING
            + "'";
    for (String service : DATABASES) {
      for (String table : database.column(service, tables)) {
        String hash =
            "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
                + " FROM "
                + table
                + " t";
        hashes.put(service + "." + table, database.value(service, hash));
      }
    }
    return hashes;
  }

  private List<ConsumerRecord<byte[], byte[]>> everything() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(at -> consumer.position(at) < end(ends, at))) {
        consumer.poll(Duration.ofMillis(500)).forEach(records::add);
      }
    }
    return records;
  }

  private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.listTopics().values().stream()
        .flatMap(Collection::stream)
        .filter(partition -> isOfTheHub(partition.topic()))
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  private static boolean isOfTheHub(String topic) {
    return !topic.startsWith("_") && !topic.contains("dlq") && !topic.contains("heartbeat");
  }

  private void sendAgain(List<ConsumerRecord<byte[], byte[]>> records)
      throws ExecutionException, InterruptedException {
    List<ConsumerRecord<byte[], byte[]>> shuffled = new ArrayList<>(records);
    Random random = new Random(88);
    Collections.shuffle(shuffled, random);
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : shuffled) {
        List<PartitionInfo> partitions = producer.partitionsFor(record.topic());
        int partition = random.nextInt(partitions.size());
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    record.topic(), partition, record.key(), record.value(), record.headers())));
      }
      for (Future<RecordMetadata> one : sent) {
        assertThat(one.get().hasOffset()).isTrue();
      }
    }
  }

  /** Records no group has read yet, over all groups and the partitions they read. */
  private long unread() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
      long unread = 0;
      for (GroupListing group : admin.listGroups().all().get()) {
        Map<TopicPartition, OffsetAndMetadata> read =
            admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        read.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        var ends = admin.listOffsets(wanted).all().get();
        for (TopicPartition partition : read.keySet()) {
          OffsetAndMetadata at = read.get(partition);
          var end = ends.get(partition);
          unread += at == null || end == null ? 0 : end.offset() - at.offset();
        }
      }
      return unread;
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
