package org.endoreg.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.MediumRegistered;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.BrokerSettings;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventCodec;
import org.endoreg.platform.events.EventProducer;
import org.endoreg.platform.events.OpenedEvents;
import org.endoreg.platform.inbox.OpenedInbox;
import org.endoreg.platform.outbox.OpenedOutbox;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * A backlog in the outbox of one database until every event is in the inbox of another: relay,
 * broker and consumer as services run them, with the order of each job checked on the way. Beside
 * it the same records through a producer and a consumer of Kafka alone, which keep nothing.
 */
public final class BacklogBench {
  private static final Topic TOPIC = Topic.MEDIA_EVENTS;
  private static final Topic PEER_TOPIC = Topic.TRANSFER_JOB_EVENTS;
  private static final int APPENDED_AT_ONCE = 5_000;

  private final int events;
  private final int jobs;

  private BacklogBench(int events, int jobs) {
    this.events = events;
    this.jobs = jobs;
  }

  /** Runs it: {@code pairs=3 events=200000 jobs=20000}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Choices choices = Choices.of(arguments);
    Path folder = choices.folder();
    try (Backing backing = new Backing(folder)) {
      String broker = backing.broker();
      new BacklogBench(choices.number("events", 200_000), choices.number("jobs", 20_000))
          .run(backing, broker, choices.number("pairs", 3));
    }
    Loopback.delete(folder);
  }

  private void run(Backing backing, String broker, int pairs)
      throws IOException, InterruptedException {
    Jdbi sender = backing.database("sender", 4);
    Jdbi receiver = backing.database("receiver", 4);
    Rounds own = new Rounds("outbox to inbox", "events", events);
    Rounds peer = new Rounds("Kafka alone", "records", events);
    List<ProcessHandle> processes = new ArrayList<>(backing.processes());
    processes.add(ProcessHandle.current());
    for (int i = -1; i < pairs; i++) {
      List<UUID> ids = appended(sender);
      own.take(i, () -> Usage.cpuSeconds(processes), () -> drain(sender, receiver, broker, ids));
      requireStored(receiver, sender);
      peer.take(i, () -> Usage.cpuSeconds(processes), () -> plain(broker));
    }
    System.out.println(Figures.head());
    own.against(peer).forEach(System.out::println);
  }

  private void drain(Jdbi sender, Jdbi receiver, String broker, List<UUID> ids)
      throws InterruptedException {
    BrokerSettings brokers = BrokerSettings.plain(broker);
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    EventProducer producer = OpenedEvents.producer(brokers);
    OpenedOutbox outbox = new OpenedOutbox(sender, producer, metrics);
    OrderCheck order = new OrderCheck(ids);
    OpenedInbox inbox =
        new OpenedInbox(
            receiver, brokers, "backlog", TOPIC, metrics, (event, unused) -> order.take(event));
    inbox.start();
    outbox.start();
    order.await(events);
    outbox.stop();
    inbox.stop();
    OpenedEvents.close(producer);
  }

  /** The numbers of a job grow from event to event, and jobs take turns as they do in life. */
  private List<UUID> appended(Jdbi sender) {
    List<UUID> ids = IntStream.range(0, jobs).mapToObj(i -> Envelopes.newId()).toList();
    EventCodec codec = new EventCodec();
    for (int begin = 0; begin < events; begin += APPENDED_AT_ONCE) {
      int first = begin;
      sender.useTransaction(
          transaction -> {
            PreparedBatch batch =
                transaction.prepareBatch(
                    """
                    INSERT INTO outbox (event_id, topic, record_key, record)
                    VALUES (:event, :topic, :key, :record)
                    """);
            for (int i = first; i < Math.min(events, first + APPENDED_AT_ONCE); i++) {
              EventEnvelope envelope = Envelopes.of(event(ids.get(i % jobs), i), i, null);
              batch
                  .bind("event", envelope.eventId())
                  .bind("topic", TOPIC.topicName())
                  .bind("key", envelope.aggregateId().toString())
                  .bind("record", codec.encodeAsText(envelope))
                  .add();
            }
            batch.execute();
          });
    }
    return ids;
  }

  private static HubEvent event(UUID job, int number) {
    return new MediumRegistered(
        job,
        new CenterKey("local"),
        MediaKind.REPORT,
        number,
        new Sha256("0".repeat(64)),
        new Pseudonym(null, null, null, null, null, null));
  }

  /** Nothing was lost and nothing is left; then both tables are emptied for the next round. */
  private void requireStored(Jdbi receiver, Jdbi sender) {
    long stored = count(receiver, "SELECT count(*) FROM inbox");
    long pending = count(sender, "SELECT count(*) FROM outbox WHERE published_at IS NULL");
    long aside = count(receiver, "SELECT count(*) FROM dead_letter");
    if (stored != events || aside != 0) {
      throw new IllegalStateException(
          "stored %d of %d, pending %d, set aside %d".formatted(stored, events, pending, aside));
    }
    receiver.useHandle(handle -> handle.execute("TRUNCATE inbox"));
    sender.useHandle(handle -> handle.execute("TRUNCATE outbox"));
  }

  private static long count(Jdbi jdbi, String query) {
    return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  /** The same records, sent and read with the client library and kept nowhere. */
  private void plain(String broker) throws InterruptedException {
    byte[] record =
        new EventCodec()
            .encodeAsText(Envelopes.of(event(Envelopes.newId(), 1), 1, null))
            .getBytes(StandardCharsets.UTF_8);
    try (KafkaConsumer<String, byte[]> consumer = atEnd(broker);
        KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker, "acks", "all", "linger.ms", 2),
                new StringSerializer(),
                new ByteArraySerializer())) {
      Thread reading = new Thread(() -> read(consumer));
      reading.start();
      for (int i = 0; i < events; i++) {
        var unused =
            producer.send(
                new ProducerRecord<>(PEER_TOPIC.topicName(), Integer.toString(i % jobs), record));
      }
      reading.join();
    }
  }

  private static KafkaConsumer<String, byte[]> atEnd(String broker) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(PEER_TOPIC.topicName()).stream()
            .map(part -> new TopicPartition(part.topic(), part.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  private void read(KafkaConsumer<String, byte[]> consumer) {
    long read = 0;
    while (read < events) {
      read += consumer.poll(Duration.ofMillis(200)).count();
    }
  }

  /** Fails when an event of a job comes before an earlier one of it. */
  private static final class OrderCheck {
    private final Map<UUID, Long> last = new ConcurrentHashMap<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong outOfOrder = new AtomicLong();

    OrderCheck(List<UUID> jobs) {
      jobs.forEach(job -> last.put(job, -1L));
    }

    void take(EventEnvelope event) {
      Long before = last.get(event.aggregateId());
      if (before == null) {
        return;
      }
      if (event.sequence() <= before) {
        outOfOrder.incrementAndGet();
      }
      last.put(event.aggregateId(), event.sequence());
      taken.incrementAndGet();
    }

    void await(long events) throws InterruptedException {
      while (taken.get() < events) {
        Thread.sleep(20);
      }
      if (outOfOrder.get() > 0) {
        throw new IllegalStateException(outOfOrder + " events out of order");
      }
    }
  }
}
