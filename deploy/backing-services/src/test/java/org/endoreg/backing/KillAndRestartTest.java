package org.endoreg.backing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.endoreg.contracts.events.Topic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was acknowledged is still there after {@code kill -9} and a start on the same folder. */
class KillAndRestartTest {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "../.."));
  private static final int RECORDS = 200;

  private final Path folder = TemporaryFolder.make();
  private @Nullable Process process;

  @AfterEach
  void endAndRemove() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
    TemporaryFolder.remove(folder);
  }

  @Test
  void postgresKeepsEveryCommittedRowAndNoOther() throws Exception {
    Postgres postgres = new Postgres(folder.resolve("pg"), ROOT.resolve(".cache"), Ports.free());
    Process first = postgres.start();
    process = first;
    postgres.ensureDatabase("kept", "test");
    Connection open = postgres.connect("kept");
    try (Statement sql = open.createStatement()) {
      sql.execute("CREATE TABLE fact (id int)");
      for (int i = 0; i < RECORDS; i++) {
        sql.execute("INSERT INTO fact VALUES (" + i + ")");
      }
      open.setAutoCommit(false);
      sql.execute("INSERT INTO fact VALUES (-1)");
      first.destroyForcibly().waitFor();
    }

    process = postgres.start();

    assertThat(numbers(postgres)).hasSize(RECORDS).doesNotContain(-1);
    assertThat(clusters()).as("no second cluster").hasSize(1);
    postgres.ensureDatabase("kept", "test");
  }

  @Test
  void kafkaKeepsEveryAcknowledgedRecord() throws Exception {
    Kafka kafka = new Kafka(folder.resolve("kafka"), ROOT, Ports.free(), Ports.free());
    Process first = kafka.start();
    process = first;
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        producer
            .send(new ProducerRecord<>(Topic.MEDIA_EVENTS.topicName(), "key", "record " + i))
            .get();
      }
      first.destroyForcibly().waitFor();
    }

    process = kafka.start();

    List<String> kept = records(kafka);
    assertThat(kept).hasSize(RECORDS).first().isEqualTo("record 0");
    assertThat(kept).last().isEqualTo("record " + (RECORDS - 1));
  }

  private List<Path> clusters() throws Exception {
    try (var files = Files.list(folder.resolve("pg"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("data")).toList();
    }
  }

  private static List<Integer> numbers(Postgres postgres) throws SQLException {
    try (Connection connection = postgres.connect("kept");
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery("SELECT id FROM fact ORDER BY id")) {
      List<Integer> numbers = new ArrayList<>();
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
      return numbers;
    }
  }

  private static List<String> records(Kafka kafka) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.MEDIA_EVENTS.topicName()).stream()
              .map(part -> new TopicPartition(part.topic(), part.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<String> records = new ArrayList<>();
      while (partitions.stream()
          .anyMatch(part -> consumer.position(part) < ends.getOrDefault(part, 0L))) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> records.add(record.value()));
      }
      return records;
    }
  }
}
