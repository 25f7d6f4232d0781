package org.endoreg.platform.events;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Sends envelopes, keyed by aggregate, with all acknowledgements and without reordering. A send
 * fails after half a minute without a broker; whoever needs the record sends it again.
 */
@ApplicationScoped
public class EventProducer {
  private static final Duration GIVE_UP = Duration.ofSeconds(30);

  private final EventCodec codec = new EventCodec();
  private final BrokerSettings brokers;
  private boolean closed;
  private @Nullable KafkaProducer<String, byte[]> producer;

  EventProducer(BrokerSettings brokers) {
    this.brokers = brokers;
  }

  /**
   * Made on first use and again after a failure: a broker name that does not resolve yet must not
   * keep a service from starting.
   */
  private synchronized KafkaProducer<String, byte[]> producer() {
    if (closed) {
      throw new IllegalStateException("the producer is closed");
    }
    if (producer == null) {
      producer = connect(brokers);
    }
    return producer;
  }

  private static KafkaProducer<String, byte[]> connect(BrokerSettings brokers) {
    return new KafkaProducer<>(
        brokers.with(
            Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                2,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) GIVE_UP.toMillis(),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                5_000,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000)),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** Hands the envelope to the producer; the future completes when the broker has it. */
  public Future<RecordMetadata> send(EventEnvelope envelope) {
    EventType type = EventType.of(envelope.payload());
    return send(
        type.topic().topicName(), envelope.aggregateId().toString(), codec.encodeAsText(envelope));
  }

  /** Sends an envelope whose loss harms nobody, such as progress; a failure is not reported. */
  public void offer(EventEnvelope envelope) {
    Future<RecordMetadata> unused = send(envelope);
  }

  /** Sends an already encoded envelope, as the outbox holds it. */
  public Future<RecordMetadata> send(String topic, String key, String record) {
    try {
      return producer()
          .send(new ProducerRecord<>(topic, key, record.getBytes(StandardCharsets.UTF_8)));
    } catch (KafkaException | IllegalStateException noProducer) {
      return CompletableFuture.failedFuture(noProducer);
    }
  }

  @PreDestroy
  synchronized void close() {
    closed = true;
    if (producer != null) {
      producer.close(Duration.ofSeconds(2));
    }
  }
}
