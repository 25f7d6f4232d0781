package org.endoreg.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.endoreg.backing.Kafka;
import org.endoreg.backing.Ports;
import org.endoreg.backing.TestCertificates;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.BrokerSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker that speaks TLS only and lets in only the certificate it knows. */
class BrokerOverTlsTest {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "../.."));
  private static final String TOPIC = Topic.MEDIA_EVENTS.topicName();

  @TempDir private static Path folder = Path.of("");
  private static TestCertificates certificates;
  private static Kafka kafka;
  private static Process broker;

  @BeforeAll
  static void start() throws Exception {
    certificates = TestCertificates.in(folder, "server", "client", "stranger");
    Path settings =
        Files.writeString(
            folder.resolve("broker.properties"),
            """
            listener.security.protocol.map=BROKER:SSL,CONTROLLER:PLAINTEXT
            ssl.client.auth=required
            ssl.keystore.type=PKCS12
            ssl.keystore.location=%s
            ssl.keystore.password=%s
            ssl.truststore.type=PEM
            # its own one too: the broker also talks to itself
            ssl.truststore.location=%s
            """
                .formatted(certificates.keyStore("server"), TestCertificates.PASSWORD, trusted()));
    int port = Ports.free();
    kafka =
        new Kafka(
            folder.resolve("kafka"),
            ROOT,
            port,
            Ports.free(),
            Optional.of(settings),
            tls("client", "server"));
    broker = kafka.start();
  }

  private static Path trusted() throws IOException {
    return Files.writeString(
        folder.resolve("trusted.pem"),
        Files.readString(certificates.certificate("client"))
            + Files.readString(certificates.certificate("server")));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    broker.destroyForcibly().waitFor();
  }

  @Test
  void whatIsSentOverTlsIsReadOverTls() throws Exception {
    BrokerSettings settings = settings(tls("client", "server"));
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            settings.with(Map.of()), new StringSerializer(), new StringSerializer())) {
      assertThat(producer.send(new ProducerRecord<>(TOPIC, "key", "sealed")).get().hasOffset())
          .isTrue();
    }
    assertThat(read(settings)).containsExactly("sealed");
  }

  @Test
  void anotherAuthorityAnUnknownClientAndPlainTextAreRefused() {
    Map<String, Object> plain = Map.of(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT");
    assertThatThrownBy(() -> topics(tls("client", "stranger")))
        .hasRootCauseInstanceOf(java.security.cert.CertPathBuilderException.class)
        .hasStackTraceContaining(SslAuthenticationException.class.getName());
    assertThatThrownBy(() -> topics(tls("stranger", "server")))
        .hasStackTraceContaining(SslAuthenticationException.class.getName());
    assertThatThrownBy(() -> topics(plain)).isInstanceOf(Exception.class);
  }

  @Test
  void aNodeAloneDoesNotKeepAsManyCopiesAsAHubNeeds() {
    Map<String, TopicRules.Kept> topics =
        TopicReader.read(settings(tls("client", "server")), Duration.ofSeconds(20)).orElseThrow();
    assertThat(new TopicRules(1, 1).refusal(topics)).isEmpty();
    assertThat(new TopicRules(3, 2).refusal(topics).orElseThrow())
        .hasMessageStartingWith("endoreg.kafka.replication: ");
    assertThat(TopicReader.read(BrokerSettings.plain("127.0.0.1:1"), Duration.ofSeconds(1)))
        .as("a broker that does not answer")
        .isEmpty();
  }

  private static List<String> read(BrokerSettings settings) {
    Map<String, Object> own =
        Map.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            "test",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            settings.with(own), new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      Instant end = Instant.now().plusSeconds(30);
      while (values.isEmpty() && Instant.now().isBefore(end)) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static Object topics(Map<String, Object> client) throws Exception {
    Map<String, Object> own =
        Map.of(
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
    try (Admin admin = Admin.create(settings(client).with(own))) {
      return admin.listTopics().names().get();
    }
  }

  private static BrokerSettings settings(Map<String, Object> client) {
    Map<String, Object> all = new HashMap<>(client);
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return new BrokerSettings(all);
  }

  private static Map<String, Object> tls(String own, String trusted) {
    return Map.of(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        "SSL",
        SslConfigs.SSL_KEYSTORE_TYPE_CONFIG,
        "PKCS12",
        SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG,
        certificates.keyStore(own).toString(),
        SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG,
        TestCertificates.PASSWORD,
        SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
        "PEM",
        SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
        certificates.certificate(trusted).toString());
  }
}
