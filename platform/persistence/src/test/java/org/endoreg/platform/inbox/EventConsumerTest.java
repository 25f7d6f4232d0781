package org.endoreg.platform.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.endoreg.platform.live.SampleEvents.started;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.BrokerSettings;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventCodec;
import org.endoreg.platform.live.LiveServices;
import org.endoreg.platform.live.Topics;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventConsumerTest {
  private static final Topic TOPIC = Topic.ANONYMIZATION_EVENTS;

  /** Holds what is no event, so that the tests of the other topic never meet it. */
  private static final Topic SPOILT = Topic.MEDIA_EVENTS;

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final LiveServices LIVE = LiveServices.get();

  private final Jdbi jdbi = LIVE.database("inbox_test");
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<EventConsumer> consumers = new CopyOnWriteArrayList<>();

  @BeforeEach
  void emptyTables() {
    jdbi.useHandle(
        handle -> {
          handle.execute("CREATE TABLE IF NOT EXISTS effect (job uuid)");
          handle.execute("DELETE FROM effect");
          handle.execute("DELETE FROM dead_letter");
        });
  }

  @AfterEach
  void stopConsumers() {
    consumers.forEach(EventConsumer::stop);
    consumers.forEach(consumer -> consumer.awaitEnd(SOON));
  }

  @Test
  void theSameEventTwiceHasOneEffect() throws Exception {
    EventEnvelope event = event();
    EventEnvelope last = event();
    send(event);
    send(event);
    send(last);
    consume(this::effect, SOON);
    awaitEffects(last, 1);
    await()
        .atMost(SOON)
        .until(
            () ->
                metrics
                        .counter(
                            "endoreg_events_total",
                            "topic",
                            TOPIC.topicName(),
                            "outcome",
                            "duplicate")
                        .count()
                    >= 1);
    assertThat(effects(event)).isEqualTo(1);
  }

  @Test
  void twoConsumersOfOneRecordHaveOneEffect() throws Exception {
    EventEnvelope event = event();
    send(event);
    consume(this::effect, SOON);
    consume(this::effect, SOON);
    await()
        .atMost(SOON)
        .until(
            () ->
                metrics
                        .counter(
                            "endoreg_events_total",
                            "topic",
                            TOPIC.topicName(),
                            "outcome",
                            "duplicate")
                        .count()
                    >= 1);
    assertThat(effects(event)).isEqualTo(1);
  }

  @Test
  void aHandlerThatFailsIsRolledBackAndCalledAgain() throws Exception {
    EventEnvelope event = event();
    AtomicInteger calls = new AtomicInteger();
    send(event);
    consume(
        (received, transaction) -> {
          effect(received, transaction);
          if (received.eventId().equals(event.eventId()) && calls.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
          }
        },
        SOON);
    awaitEffects(event, 1);
    assertThat(calls).hasValue(3);
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void aMalformedRecordIsSetAsideAndDoesNotBlock() throws Exception {
    EventEnvelope behind = event();
    String key = behind.aggregateId().toString();
    Topics.write(SPOILT, key, "no event".getBytes(StandardCharsets.UTF_8));
    Topics.write(
        SPOILT,
        key,
        "{\"type\":\"anonymization.started\",\"schema_version\":1,\"payload\":{}}"
            .getBytes(StandardCharsets.UTF_8));
    Topics.write(SPOILT, key, new EventCodec().encode(behind));
    consume(SPOILT, this::effect, SOON);
    awaitEffects(behind, 1);
    assertThat(deadLetters()).hasSizeGreaterThanOrEqualTo(2).containsOnly("malformed");
  }

  @Test
  void ofAMalformedRecordOnlyIdsTypesAndKnownCentersAreKept() throws Exception {
    UUID id = UUID.randomUUID();
    jdbi.useHandle(
        handle ->
            handle.execute(
                "INSERT INTO center (center_key, display_name) VALUES ('local', 'Local')"
                    + " ON CONFLICT DO NOTHING"));
    malformed(id, "media.registered", "local");
    malformed(id, "Erika Mustermann", "mustermann");
    consume(SPOILT, this::effect, SOON);
    await().atMost(SOON).until(() -> facts(id).size() == 2);
    assertThat(facts(id)).containsExactlyInAnyOrder("media.registered local", "null null");
  }

  private static void malformed(UUID id, String type, String center) throws Exception {
    String record =
        "{\"event_id\":\"%s\",\"type\":\"%s\",\"center_key\":\"%s\"}".formatted(id, type, center);
    Topics.write(SPOILT, id.toString(), record.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> facts(UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT coalesce(event_type, 'null') || ' ' || coalesce(center_key, 'null')"
                        + " FROM dead_letter WHERE event_id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .list());
  }

  @Test
  void anErrorInTheHandlerDoesNotEndTheConsumer() throws Exception {
    EventEnvelope event = event();
    AtomicInteger calls = new AtomicInteger();
    send(event);
    consume(
        (received, transaction) -> {
          if (received.eventId().equals(event.eventId()) && calls.incrementAndGet() == 1) {
            throw new NoClassDefFoundError("planted");
          }
          effect(received, transaction);
        },
        SOON);
    awaitEffects(event, 1);
  }

  @Test
  void anEventTheHandlerNeverTakesIsSetAsideAfterSomePatience() throws Exception {
    EventEnvelope poison = event();
    EventEnvelope behind =
        new EventEnvelope(
            UUID.randomUUID(),
            poison.type(),
            1,
            poison.occurredAt(),
            poison.aggregateId(),
            2,
            poison.centerKey(),
            null,
            poison.correlationId(),
            null,
            poison.payload());
    send(poison);
    send(behind);
    consume(
        (received, transaction) -> {
          if (received.eventId().equals(poison.eventId())) {
            throw new IllegalStateException("never");
          }
          effect(received, transaction);
        },
        Duration.ofMillis(600));
    awaitEffects(behind, 1);
    assertThat(deadLetters()).contains("handler_failed");
  }

  @Test
  void whileTheDatabaseIsAwayEventsWaitHoweverLongItTakes() throws Exception {
    EventEnvelope before = event();
    EventEnvelope meanwhile = event();
    consume(this::effect, Duration.ZERO);
    send(before);
    awaitEffects(before, 1);
    LIVE.killDatabase();
    try {
      send(meanwhile);
    } finally {
      LIVE.startDatabase();
    }
    awaitEffects(meanwhile, 1);
    assertThat(effects(before)).isEqualTo(1);
    assertThat(deadLetters()).doesNotContain("handler_failed");
  }

  @Test
  void eventsThatComeOneBehindTheOtherShareTransactionsAndOffsets() throws Exception {
    Set<Long> transactions = ConcurrentHashMap.newKeySet();
    EventEnvelope first = event();
    consume(
        (received, transaction) -> {
          effect(received, transaction);
          transactions.add(numberOf(transaction));
        },
        SOON);
    send(first);
    awaitEffects(first, 1);
    transactions.clear();
    long toldBefore = Topics.offsetsTold();
    List<EventEnvelope> many = Stream.generate(EventConsumerTest::event).limit(60).toList();
    Topics.write(TOPIC, many, Duration.ofMillis(15));
    for (EventEnvelope event : many) {
      awaitEffects(event, 1);
    }
    assertThat(transactions).hasSizeBetween(1, 45);
    assertThat(Topics.offsetsTold() - toldBefore)
        .as("offsets are not told one by one")
        .isLessThan(30);
  }

  private static long numberOf(Handle transaction) {
    return transaction.createQuery("SELECT txid_current()").mapTo(Long.class).one();
  }

  @Test
  void theBrokerIsToldHowFarItIsAndOnceMoreAtTheEnd() throws Exception {
    EventEnvelope event = event();
    EventEnvelope last = event();
    send(event);
    String group = "told-" + UUID.randomUUID();
    EventConsumer consumer = consume(group, TOPIC, this::effect, SOON);
    awaitEffects(event, 1);
    await().atMost(SOON).until(() -> Topics.lag(TOPIC, group) == 0);
    send(last);
    awaitEffects(last, 1);
    consumer.stop();
    consumer.awaitEnd(SOON);
    assertThat(Topics.lag(TOPIC, group)).as("told before it ends").isZero();
  }

  @Test
  void aConsumerStopsSoonAndQuietly() throws Exception {
    EventEnvelope event = event();
    send(event);
    EventConsumer consumer = consume(this::effect, SOON);
    awaitEffects(event, 1);
    List<String> complaints = new CopyOnWriteArrayList<>();
    Handler listener = listener(complaints);
    Logger root = Logger.getLogger("");
    root.addHandler(listener);
    try {
      consumer.stop();
      consumer.awaitEnd(SOON);
    } finally {
      root.removeHandler(listener);
    }
    assertThat(consumer.hasEnded()).isTrue();
    assertThat(complaints).isEmpty();
  }

  private EventConsumer consume(EventHandler handler, Duration patience) {
    return consume(TOPIC, handler, patience);
  }

  private EventConsumer consume(Topic topic, EventHandler handler, Duration patience) {
    return consume("group-" + UUID.randomUUID(), topic, handler, patience);
  }

  private EventConsumer consume(
      String group, Topic topic, EventHandler handler, Duration patience) {
    EventConsumer consumer =
        new EventConsumer(
            BrokerSettings.plain(LIVE.brokers()),
            group,
            List.of(topic),
            new Inbox(jdbi, handler),
            metrics,
            patience);
    consumers.add(consumer);
    consumer.start();
    return consumer;
  }

  private void effect(EventEnvelope event, Handle transaction) {
    transaction.execute("INSERT INTO effect (job) VALUES (?)", event.eventId());
  }

  private void awaitEffects(EventEnvelope event, long count) {
    await().atMost(SOON).ignoreExceptions().until(() -> effects(event) == count);
  }

  private long effects(EventEnvelope event) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM effect WHERE job = :id")
                .bind("id", event.eventId())
                .mapTo(Long.class)
                .one());
  }

  private List<String> deadLetters() {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT reason FROM dead_letter").mapTo(String.class).list());
  }

  private static EventEnvelope event() {
    return Envelopes.of(started(UUID.randomUUID()), 1, null);
  }

  private static void send(EventEnvelope event) throws Exception {
    Topics.write(TOPIC, event.aggregateId().toString(), new EventCodec().encode(event));
  }

  private static Handler listener(List<String> complaints) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
          complaints.add(record.getLoggerName() + ": " + record.getMessage());
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
