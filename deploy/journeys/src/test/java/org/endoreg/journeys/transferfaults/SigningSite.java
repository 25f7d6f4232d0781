package org.endoreg.journeys.transferfaults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.endoreg.backing.Kafka;
import org.endoreg.backing.Ports;
import org.endoreg.backing.ShapedLink;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.EventType;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.contracts.events.Topic;
import org.endoreg.journeys.Calls;
import org.endoreg.journeys.Drops;
import org.endoreg.journeys.RunningHub;
import org.endoreg.journeys.TransferDoor;
import org.endoreg.journeys.TransferHubProcess;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.blob.FileObjectStore;
import org.endoreg.platform.keys.Keyring;

/**
 * A site with a broker, blobs and keys of its own, whose transfer hub sends over a line to a hub.
 * Its sign-offs are published as its anonymizer publishes them, so that a test decides what they
 * are and the hub can have every effect of them for itself. It only borrows the hub's PostgreSQL,
 * for a database of its own.
 */
final class SigningSite implements AutoCloseable {
  static final String CENTER = "south";

  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));
  private static final CenterKey CENTER_KEY = new CenterKey(CENTER);
  private static final String TEXT = "Polyp im Sigma, 4 mm.";

  /** Events as the services write them, whose own codec needs a service around it. */
  private static final ObjectMapper EVENTS =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private final RunningHub hub;
  private final Path folder;
  private final String database;
  private final String nodeKey;
  private final Process broker;
  private final KafkaProducer<String, byte[]> events;
  private final BlobVault vault;
  private final TransferHubProcess process;
  private final List<SignOff> signedOff = new CopyOnWriteArrayList<>();

  private SigningSite(
      RunningHub hub,
      Path folder,
      String database,
      String nodeKey,
      Process broker,
      KafkaProducer<String, byte[]> events,
      TransferHubProcess process) {
    this.hub = hub;
    this.folder = folder;
    this.database = database;
    this.nodeKey = nodeKey;
    this.broker = broker;
    this.events = events;
    this.process = process;
    this.vault =
        new BlobVault(
            new FileObjectStore(folder.resolve("blobs"), 0, unused -> Long.MAX_VALUE),
            Keyring.open(folder.resolve("keys")).blobs());
  }

  static SigningSite start(RunningHub hub, TransferDoor door, ShapedLink link) throws Exception {
    Path folder = Files.createTempDirectory("endoreg-signing");
    Files.createFile(folder.resolve(".encrypted"));
    Files.createDirectory(folder.resolve("blobs"));
    Files.createDirectory(folder.resolve("keys"));
    String database = "signing_" + UUID.randomUUID().toString().replace('-', '_');
    hub.database().execute("postgres", "CREATE DATABASE " + database + " OWNER transfer_hub");
    Kafka kafka = new Kafka(folder.resolve("kafka"), ROOT, Ports.free(), Ports.free());
    Process broker = kafka.start();
    try {
      Calls administrator = hub.as(List.of("node:admin", "transfer:read"), CENTER);
      JsonNode node = node(administrator, door);
      Map<String, String> own = settings(hub, folder, database);
      own.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
      own.putAll(sender(administrator, door, link, node, folder));
      return new SigningSite(
          hub,
          folder,
          database,
          node.path("node_key").asText(),
          broker,
          producer(kafka),
          TransferHubProcess.start(hub, folder, own));
    } catch (Exception | Error failed) {
      broker.destroyForcibly();
      throw failed;
    }
  }

  private static JsonNode node(Calls administrator, TransferDoor door) {
    JsonNode node =
        Calls.json(
            administrator.post(
                "/api/transfer/nodes",
                "{\"display_name\": \"A site that signs off\", \"role\": \"site_node\","
                    + " \"owning_center_key\": \"%s\"}".formatted(CENTER)));
    String key = node.path("node_key").asText();
    door.client(key);
    administrator.post(
        "/api/transfer/nodes/" + key + "/certificates",
        "{\"certificate\": \"" + door.fingerprint(key) + "\"}");
    return node;
  }

  private static Map<String, String> settings(RunningHub hub, Path folder, String database)
      throws IOException {
    Map<String, String> own = new LinkedHashMap<>(TransferHubProcess.settingsOf(hub));
    own.computeIfPresent(
        "QUARKUS_DATASOURCE_JDBC_URL", (name, url) -> url.replace("/transfer_hub", "/" + database));
    own.put("QUARKUS_APPLICATION_NAME", "signing-site");
    own.put("ENDOREG_ROLE", "site_node");
    own.put("ENDOREG_PROTECTED_ROOT", folder.toString());
    own.put("ENDOREG_BLOBS_DIR", folder.resolve("blobs").toString());
    own.put("ENDOREG_KEYS_DIR", folder.resolve("keys").toString());
    own.put("ENDOREG_WATCHER_DROP_DIR", folder.resolve("drop").toString());
    own.put("ENDOREG_IDENTITY_KEYS_DIR", folder.resolve("identity-keys").toString());
    own.put("ENDOREG_WORK_FIRST_RETRY", "PT1S");
    own.put("ENDOREG_WORK_LONGEST_RETRY", "PT2S");
    own.put("ENDOREG_WORK_LEASE", "PT4S");
    own.put("ENDOREG_TRANSFER_ENABLED", "false");
    return own;
  }

  private static Map<String, String> sender(
      Calls administrator, TransferDoor door, ShapedLink link, JsonNode node, Path folder)
      throws IOException {
    JsonNode identity = Calls.json(administrator.get("/api/transfer/identity"));
    String key = node.path("node_key").asText();
    String secret = node.path("secret").asText();
    String sender = "ENDOREG_TRANSFER_SENDER_";
    return Map.ofEntries(
        Map.entry("ENDOREG_TRANSFER_NODE_KEY", key),
        Map.entry(sender + "ENABLED", "true"),
        Map.entry(sender + "CENTER", CENTER),
        Map.entry(sender + "HUB_URL", "https://localhost:" + link.port()),
        Map.entry(sender + "SECRET_FILE", written(folder, "secret", secret)),
        Map.entry(sender + "KEY_STORE", door.certificateOf(key).toString()),
        Map.entry(sender + "KEY_STORE_PASSWORD_FILE", written(folder, "password", "changeit")),
        Map.entry(sender + "TRUST_FILE", door.authority().toString()),
        Map.entry(sender + "RECIPIENT_KEY", identity.path("recipient_key").asText()),
        Map.entry(sender + "RECEIPT_KEY", identity.path("receipt_key").asText()),
        Map.entry(sender + "STAGING_DIR", folder.resolve("outgoing").toString()),
        Map.entry(sender + "ANSWER_TIMEOUT", "PT15S"),
        Map.entry(sender + "UPLOAD_TIMEOUT", "PT2M"),
        Map.entry(sender + "POLL", "PT0.2S"));
  }

  private static KafkaProducer<String, byte[]> producer(Kafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** Keeps the artifact as the site's anonymizer does, and tells of it. */
  SignOff signOff(byte[] artifact) throws IOException {
    String job = UUID.randomUUID().toString();
    SignOff signOff =
        new SignOff(
            job,
            digest("source of " + job),
            Drops.sha256(artifact),
            artifact.length,
            digest("patient of " + job),
            digest("examination of " + job));
    publish(signOff, kept(BlobKey.Role.PROCESSED, artifact), kept(BlobKey.Role.TEXT, bytes(TEXT)));
    signedOff.add(signOff);
    return signOff;
  }

  private BlobKey kept(BlobKey.Role role, byte[] content) throws IOException {
    BlobKey key = BlobKey.of(role, CENTER_KEY, UUID.randomUUID());
    try (BlobWrite write = vault.write(key)) {
      write.write(content);
      write.commit();
    }
    return key;
  }

  private void publish(SignOff signOff, BlobKey artifact, BlobKey text) throws IOException {
    UUID job = UUID.fromString(signOff.job());
    AnonymizationCompleted completed =
        new AnonymizationCompleted(
            job,
            CENTER_KEY,
            MediaKind.REPORT,
            new Sha256(signOff.resource()),
            BlobKey.of(BlobKey.Role.RAW, CENTER_KEY, job),
            artifact,
            new Sha256(signOff.artifact()),
            signOff.size(),
            text,
            Map.of(),
            0,
            1,
            new Pseudonym(
                new Sha256(signOff.patient()),
                new Sha256(signOff.examination()),
                null,
                null,
                null,
                null),
            1,
            true);
    EventEnvelope envelope =
        new EventEnvelope(
            UUID.randomUUID(),
            EventType.of(completed).wireName(),
            EventEnvelope.SCHEMA_VERSION,
            Instant.now(),
            job,
            signedOff.size() + 1L,
            CENTER_KEY,
            null,
            UUID.randomUUID(),
            null,
            completed);
    try {
      events
          .send(
              new ProducerRecord<>(
                  Topic.ANONYMIZATION_EVENTS.topicName(),
                  signOff.job(),
                  EVENTS.writeValueAsBytes(envelope)))
          .get(60, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    } catch (ExecutionException | java.util.concurrent.TimeoutException brokerAway) {
      throw new IllegalStateException(brokerAway);
    }
  }

  /** Everything that was signed off, in its order. */
  List<SignOff> signedOff() {
    return List.copyOf(signedOff);
  }

  /** How many sign-offs have their end; empty while the database is away. */
  OptionalLong ended() {
    try {
      return OptionalLong.of(
          hub.database()
              .count(database, "outbound_transfer WHERE local_status IN ('completed', 'failed')"));
    } catch (SQLException | IOException away) {
      return OptionalLong.empty();
    }
  }

  String database() {
    return database;
  }

  String nodeKey() {
    return nodeKey;
  }

  TransferHubProcess process() {
    return process;
  }

  /** Sends what failed once more, as an operator does. */
  void sendAgain(String outboundId) {
    Calls operator =
        new Calls(process.address(), hub.as(List.of("transfer:operate"), CENTER).token());
    assertThat(operator.post("/api/transfer/outbound/" + outboundId + "/queue", "").statusCode())
        .isEqualTo(200);
  }

  Path outgoing() {
    return folder.resolve("outgoing");
  }

  /** Files of sealed artifacts that still lie here. */
  List<String> sealed() {
    if (!Files.isDirectory(outgoing())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(outgoing())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String digest(String text) {
    return Drops.sha256(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String written(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Override
  public void close() {
    process.close();
    events.close(java.time.Duration.ofSeconds(5));
    broker.destroyForcibly();
  }
}
