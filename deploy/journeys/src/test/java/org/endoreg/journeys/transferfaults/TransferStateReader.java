package org.endoreg.journeys.transferfaults;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.endoreg.contracts.events.EventType;
import org.endoreg.contracts.events.Topic;
import org.endoreg.journeys.Drops;
import org.endoreg.journeys.RunningHub;
import org.endoreg.journeys.transferfaults.TransferState.Incoming;
import org.endoreg.journeys.transferfaults.TransferState.Link;
import org.endoreg.journeys.transferfaults.TransferState.Medium;
import org.endoreg.journeys.transferfaults.TransferState.Outbound;

/** Collects what a checker wants to see, of one site and its transfers alone. */
final class TransferStateReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningHub hub;
  private final SigningSite site;
  private final Instant begun;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Blobs older than {@code begun} are not of this run. */
  TransferStateReader(RunningHub hub, SigningSite site, Instant begun) {
    this.hub = hub;
    this.site = site;
    this.begun = begun;
  }

  TransferState read() throws Exception {
    List<Incoming> incoming = incoming();
    Set<String> transfers = incoming.stream().map(Incoming::id).collect(toSet());
    return new TransferState(
        outbound(),
        incoming,
        media(),
        links(transfers),
        events(transfers),
        audits(transfers),
        site.sealed(),
        ciphertexts(transfers),
        orphanBlobs());
  }

  List<Outbound> outbound() throws SQLException, IOException {
    return rows(
        site.database(),
        "SELECT concat_ws('|', id, transfer_key, resource_hash, processed_sha256, local_status,"
            + " coalesce(failure_class, '-'), coalesce(last_error, '-'),"
            + " coalesce(receipt, '') <> '') FROM outbound_transfer",
        row ->
            new Outbound(
                row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7].equals("t")));
  }

  /** The transfers of the site at the hub. */
  List<Incoming> incoming() throws SQLException, IOException {
    return rows(
        "transfer_hub",
        "SELECT concat_ws('|', id, transfer_key, resource_hash, processed_sha256, status)"
            + " FROM transfer_job WHERE source_node_key = '%s'".formatted(site.nodeKey()),
        row -> new Incoming(row[0], row[1], row[2], row[3], row[4]));
  }

  private List<Medium> media() throws Exception {
    String query =
        "SELECT concat_ws('|', id, job_id, source_sha256, artifact_sha256) FROM medium"
            + " WHERE source_node_key = '%s'".formatted(site.nodeKey());
    List<Medium> media = new ArrayList<>();
    for (String[] row : rows("media", query, Function.identity())) {
      media.add(new Medium(row[0], row[1], row[2], row[3], served(row[0])));
    }
    return media;
  }

  private String served(String medium) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(hub.suite().address() + "/api/media/pdfs/" + medium + "/stream"))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + hub.asEverything(SigningSite.CENTER).token())
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return answer.statusCode() == 200
        ? Drops.sha256(answer.body())
        : "status " + answer.statusCode();
  }

  private List<Link> links(Set<String> transfers) throws SQLException, IOException {
    return rows(
            "knowledge_base",
            "SELECT concat_ws('|', medium_id, job_id, patient_id IS NOT NULL) FROM medium_link"
                + " WHERE center_key = '%s'".formatted(SigningSite.CENTER),
            row -> new Link(row[0], row[1], row[2].equals("t")))
        .stream()
        .filter(link -> transfers.contains(link.transfer()))
        .toList();
  }

  private List<String> audits(Set<String> transfers) throws SQLException, IOException {
    return hub
        .database()
        .column(
            "transfer_hub",
            "SELECT object_id FROM audit_entry WHERE action = 'hub.transfer_applied'")
        .stream()
        .filter(transfers::contains)
        .toList();
  }

  /** Transfers the events are of; an event that was delivered twice is one. */
  private List<String> events(Set<String> transfers) throws IOException {
    Set<String> seen = new HashSet<>();
    List<String> applied = new ArrayList<>();
    String broker = "127.0.0.1:" + hub.suite().part("kafka").port();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.TRANSFER_JOB_EVENTS.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          JsonNode event = JSON.readTree(record.value());
          String transfer = event.path("aggregate_id").asText();
          boolean ours =
              event.path("type").asText().equals(EventType.TRANSFER_APPLIED.wireName())
                  && transfers.contains(transfer);
          if (ours && seen.add(event.path("event_id").asText())) {
            applied.add(transfer);
          }
        }
      }
    }
    return applied;
  }

  private List<String> ciphertexts(Set<String> transfers) {
    return files(staging()).stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> transfers.contains(name.replace(".ciphertext", "")))
        .toList();
  }

  Path staging() {
    return hub.suite().data().resolve("transfer-staging");
  }

  /** Artifacts of the center that came since the run began and that no row names. */
  private List<String> orphanBlobs() throws SQLException, IOException {
    Set<String> named = new HashSet<>();
    named.addAll(hub.database().column("media", "SELECT artifact_blob_key FROM medium"));
    named.addAll(
        hub.database()
            .column(
                "transfer_hub",
                "SELECT artifact_blob_key FROM transfer_job WHERE artifact_blob_key IS NOT NULL"));
    String place = "processed/" + SigningSite.CENTER;
    return files(hub.suite().data().resolve("blobs").resolve(place)).stream()
        .filter(this::isOfThisRun)
        .map(file -> place + "/" + file.getFileName())
        .filter(key -> !named.contains(key))
        .toList();
  }

  private boolean isOfThisRun(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isAfter(begun);
    } catch (IOException gone) {
      return false;
    }
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException movedMeanwhile) {
      throw new UncheckedIOException(movedMeanwhile);
    }
  }

  private <T> List<T> rows(String from, String query, Function<String[], T> row)
      throws SQLException, IOException {
    return hub.database().column(from, query).stream()
        .map(line -> row.apply(line.split("\\|", -1)))
        .toList();
  }
}
