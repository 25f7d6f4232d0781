package org.endoreg.journeys.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.endoreg.journeys.Database;
import org.endoreg.journeys.Drops;
import org.endoreg.journeys.SuiteProcess;
import org.endoreg.stack.suite.SuiteState;

/** Collects everything a checker wants to see, around the services where that is possible. */
final class StateReader {
  private static final String GATEWAY = "ingest_gateway";
  private static final List<String> DATABASES =
      List.of(GATEWAY, "anonymizer", "media", "knowledge_base");
  private static final Set<String> TOPICS =
      Set.of(
          "upload-job.events.v1",
          "anonymization.events.v1",
          "media.events.v1",
          "knowledge-base.events.v1");

  private final SuiteProcess suite;
  private final Database database;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();

  StateReader(SuiteProcess suite) {
    this.suite = suite;
    this.database = new Database(suite);
  }

  FinalState read() throws Exception {
    return new FinalState(
        rows(
            GATEWAY,
            "SELECT concat_ws('|', id, center_key, content_hash, status,"
                + " coalesce(error_code, '-')) FROM upload_job",
            job -> new FinalState.Job(job[0], job[1], job[2], job[3], job[4])),
        media(),
        rows(
            "knowledge_base",
            "SELECT concat_ws('|', medium_id, job_id, center_key) FROM medium_link",
            link -> new FinalState.Link(link[0], link[1], link[2])),
        rows(
            GATEWAY,
            "SELECT concat_ws('|', center_key, sha256) FROM quarantine_item",
            item -> new FinalState.Quarantined(item[0], item[1])),
        events(),
        rows(
            GATEWAY,
            "SELECT concat_ws('|', action, object_id) FROM audit_entry"
                + " WHERE action LIKE 'upload.%'",
            entry -> new FinalState.Audited(entry[0], entry[1])),
        blobs(),
        kept(),
        needed(),
        staged(),
        waiting(),
        dropped(),
        brokenChains());
  }

  private <T> List<T> rows(String from, String query, Function<String[], T> row)
      throws SQLException, IOException {
    return database.column(from, query).stream()
        .map(line -> row.apply(line.split("\\|", -1)))
        .toList();
  }

  private List<FinalState.Medium> media() throws Exception {
    List<FinalState.Medium> media = new ArrayList<>();
    String query =
        "SELECT concat_ws('|', id, job_id, center_key, source_sha256, artifact_sha256, kind)"
            + " FROM medium";
    for (String[] row : rows("media", query, Function.identity())) {
      String kind = row[5].equals("video") ? "videos" : "pdfs";
      HttpResponse<byte[]> served = suite.get("/api/media/" + kind + "/" + row[0] + "/stream");
      String hash =
          served.statusCode() == 200
              ? Drops.sha256(served.body())
              : "status " + served.statusCode();
      media.add(new FinalState.Medium(row[0], row[1], row[2], row[3], row[4], hash));
    }
    return media;
  }

  /** Files below the three roles, as keys. */
  private Set<String> blobs() throws IOException {
    Path root = suite.data().resolve("blobs");
    Set<String> keys = new TreeSet<>();
    for (String role : List.of("raw", "processed", "text")) {
      for (Path file : files(root.resolve(role))) {
        Path place = root.relativize(file);
        keys.add(place.getName(0) + "/" + place.getName(1) + "/" + place.getFileName());
      }
    }
    return keys;
  }

  private Set<String> kept() throws SQLException, IOException {
    Set<String> kept = needed();
    kept.addAll(
        database.column(
            "anonymizer",
            "SELECT artifact_blob FROM anonymization WHERE artifact_blob IS NOT NULL"
                + " AND state = 'done_processing_anonymization'"));
    return kept;
  }

  /** The views of the services would hide rows even from this reader; tables do not. */
  private Set<String> needed() throws SQLException, IOException {
    Set<String> needed =
        new HashSet<>(
            database.column(
                GATEWAY,
                """
                SELECT blob_key FROM upload_job WHERE source_file_persisted
                UNION ALL SELECT sidecar_blob_key FROM upload_job
                    WHERE sidecar_blob_key IS NOT NULL AND source_file_persisted
                UNION ALL SELECT artifact_blob_key FROM upload_job
                    WHERE artifact_blob_key IS NOT NULL
                UNION ALL SELECT blob_key FROM quarantine_item
                UNION ALL SELECT sidecar_blob_key FROM quarantine_item
                    WHERE sidecar_blob_key IS NOT NULL
                """));
    needed.addAll(database.column("media", "SELECT artifact_blob_key FROM medium"));
    needed.addAll(
        database.column(
            "media", "SELECT text_blob_key FROM medium WHERE text_blob_key IS NOT NULL"));
    return needed;
  }

  private List<String> staged() throws IOException {
    Path root = suite.data().resolve("blobs");
    return Stream.of(".staging", ".uploads")
        .flatMap(folder -> files(root.resolve(folder)).stream())
        .map(file -> root.relativize(file).toString())
        .toList();
  }

  /** Rows that say that something is still to be done, and events nobody has read. */
  List<String> waiting() throws Exception {
    List<String> waiting = new ArrayList<>();
    for (String name : DATABASES) {
      count(waiting, name, "outbox WHERE published_at IS NULL");
      count(waiting, name, "dead_letter");
      count(waiting, name, "work_item WHERE state IN ('waiting', 'leased')");
      count(waiting, name, "audit_pending");
    }
    count(waiting, GATEWAY, "resumable_upload WHERE state = 'open' OR leftover");
    long unread = unread();
    if (unread > 0) {
      waiting.add(unread + " events");
    }
    return waiting;
  }

  private void count(List<String> waiting, String name, String table)
      throws SQLException, IOException {
    long count = database.count(name, table);
    if (count > 0) {
      waiting.add(count + " of " + name + "." + table);
    }
  }

  /** Over all groups and the partitions they read. */
  private long unread() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker()))) {
      long unread = 0;
      for (GroupListing group : admin.listGroups().all().get()) {
        Map<TopicPartition, OffsetAndMetadata> read =
            admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        read.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        for (var end : admin.listOffsets(wanted).all().get().entrySet()) {
          OffsetAndMetadata at = read.get(end.getKey());
          unread += at == null ? 0 : end.getValue().offset() - at.offset();
        }
      }
      return unread;
    }
  }

  private String broker() throws IOException {
    return "127.0.0.1:" + suite.part("kafka").port();
  }

  long unfinished() throws SQLException, IOException {
    return database.count(GATEWAY, "upload_job WHERE finished_at IS NULL");
  }

  List<String> dropped() {
    Path root = suite.data().resolve("drop");
    return files(root).stream()
        .map(file -> root.relativize(file).toString())
        .filter(place -> !place.startsWith("."))
        .toList();
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException gone) {
      throw new java.io.UncheckedIOException(gone);
    }
  }

  private List<String> brokenChains() throws Exception {
    List<String> broken = new ArrayList<>();
    for (SuiteState.PartState part : suite.state().parts()) {
      if (part.name().endsWith("-service") || part.name().equals("ingest-gateway")) {
        URI verify =
            URI.create("http://127.0.0.1:" + part.port() + "/api/audit-ledger/integrity/verify");
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(verify).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
        String status = json.readTree(answer.body()).path("status").asText();
        if (!status.equals("verified")) {
          broken.add(part.name() + " " + status);
        }
      }
    }
    return broken;
  }

  /** Every event where it first came, in the order of its partition. */
  private List<FinalState.Event> events() throws IOException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker());
    Set<String> seen = new HashSet<>();
    List<FinalState.Event> events = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          TOPICS.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          FinalState.Event event = event(record);
          if (seen.add(event.id())) {
            events.add(event);
          }
        }
      }
    }
    return events;
  }

  private FinalState.Event event(ConsumerRecord<byte[], byte[]> record) throws IOException {
    JsonNode tree = json.readTree(record.value());
    return new FinalState.Event(
        tree.path("event_id").asText(),
        tree.path("type").asText(),
        record.topic(),
        tree.path("aggregate_id").asText(),
        tree.path("center_key").asText(),
        tree.path("sequence").asLong(),
        tree.path("payload").path("attempt").asInt(1));
  }

  /** What of this run's blobs there is on disk, in bytes. */
  long bytes() {
    return Arrays.stream(new String[] {"raw", "processed", "text"})
        .flatMap(role -> files(suite.data().resolve("blobs").resolve(role)).stream())
        .mapToLong(file -> file.toFile().length())
        .sum();
  }
}
