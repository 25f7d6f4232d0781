package org.endoreg.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.endoreg.platform.live.SampleEvents.registered;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.MediumRegistered;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.EventCodec;
import org.endoreg.platform.events.MalformedEvent;
import org.endoreg.platform.events.TestProducer;
import org.endoreg.platform.live.LiveServices;
import org.endoreg.platform.live.Topics;
import org.endoreg.platform.rules.Scenario;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final String DATABASE = "outbox_test";
  private static final LiveServices LIVE = LiveServices.get();

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final TestProducer producer = new TestProducer(LIVE.brokers());
  private final Jdbi jdbi = LIVE.database(DATABASE);
  private final OutboxRelay relay = new OutboxRelay(jdbi, producer, metrics);
  private final Outbox outbox = new Outbox(relay);

  @BeforeEach
  void emptyOutbox() {
    jdbi.useHandle(handle -> handle.execute("DELETE FROM outbox"));
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  @Test
  void aRolledBackFactPublishesNothing() {
    UUID job = UUID.randomUUID();
    assertThatThrownBy(
            () ->
                jdbi.useTransaction(
                    transaction -> {
                      outbox.append(transaction, registered(job, 1));
                      throw new IllegalStateException("the fact did not hold");
                    }))
        .hasMessage("the fact did not hold");
    assertThat(relay.publishBatch()).isZero();
    assertThat(numbersOf(job)).isEmpty();
  }

  @Test
  void anEventOutsideATransactionIsRefusedAndLeavesNothing() {
    assertThatThrownBy(
            () -> jdbi.useHandle(handle -> outbox.append(handle, registered(UUID.randomUUID(), 1))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(pending()).isZero();
  }

  @Test
  void eventsOfOneAggregateArriveInOrder() {
    List<UUID> jobs = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    for (long number = 1; number <= 30; number++) {
      for (UUID job : jobs) {
        append(job, number);
      }
    }
    assertThat(relay.publishBatch()).isEqualTo(90);
    assertThat(pending()).isZero();
    Map<UUID, List<Long>> arrived = numbers();
    for (UUID job : jobs) {
      assertThat(arrived.get(job)).hasSize(30).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  @Scenario("A25")
  void killedBetweenSendAndMarkPublishesAgainInOrder() {
    UUID job = UUID.randomUUID();
    append(job, 1);
    append(job, 2);
    producer.afterNextSend(() -> LIVE.cutConnections(DATABASE));

    assertThatThrownBy(relay::publishBatch).isInstanceOf(JdbiException.class);
    assertThat(numbersOf(job)).as("sent, but not marked").startsWith(1L);

    assertThat(relay.publishBatch()).isEqualTo(2);
    List<Long> all = numbersOf(job);
    assertThat(all).as("twice rather than never").hasSizeGreaterThan(2);
    assertThat(all.subList(all.size() - 2, all.size())).containsExactly(1L, 2L);
    assertThat(relay.publishBatch()).as("a third time").isZero();
  }

  @Test
  @Scenario("A24")
  void withoutABrokerEventsWaitAndArePublishedWhenItIsBack() throws Exception {
    UUID job = UUID.randomUUID();
    LIVE.killBroker();
    try {
      for (long number = 1; number <= 20; number++) {
        append(job, number);
        append(UUID.randomUUID(), number);
      }
      assertThat(relay.publishBatch()).isZero();
      assertThat(pending()).isEqualTo(40);
      assertThat(metrics.get("endoreg_outbox_pending").gauge().value()).isEqualTo(40);
    } finally {
      LIVE.startBroker();
    }
    await()
        .untilAsserted(
            () -> {
              relay.publishBatch();
              assertThat(pending()).isZero();
            });
    assertThat(numbersOf(job)).hasSize(20).isSorted();
    assertThat(metrics.get("endoreg_outbox_pending").gauge().value()).isZero();
  }

  @Test
  void eventsThatComeOneBehindTheOtherArePublishedTogether() throws Exception {
    relay.start(new StartupEvent());
    try {
      for (long number = 1; number <= 60; number++) {
        append(UUID.randomUUID(), number);
        TimeUnit.MILLISECONDS.sleep(10);
      }
      await().untilAsserted(() -> assertThat(pending()).isZero());
    } finally {
      relay.stop(new ShutdownEvent());
    }
    long transactions =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT count(DISTINCT published_at) FROM outbox")
                    .mapTo(Long.class)
                    .one());
    assertThat(transactions).isBetween(1L, 35L);
  }

  @Test
  void aRecordTheBrokerRefusesHoldsUpItsOwnAggregateOnly() {
    UUID refused = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO outbox (event_id, topic, record_key, record)
                    VALUES (:id, :topic, :key, repeat('x', 2000000))
                    """)
                .bind("id", UUID.randomUUID())
                .bind("topic", Topic.MEDIA_EVENTS.topicName())
                .bind("key", refused.toString())
                .execute());
    append(refused, 2);
    append(other, 1);
    assertThat(relay.publishBatch()).isEqualTo(1);
    assertThat(numbersOf(other)).containsExactly(1L);
    assertThat(numbersOf(refused)).as("the later one must not overtake").isEmpty();
    assertThat(pending()).isEqualTo(2);
  }

  @Test
  void oneRelayWorksAtATime() {
    append(UUID.randomUUID(), 1);
    OutboxRelay second = new OutboxRelay(jdbi, producer, metrics);
    producer.afterNextSend(
        () ->
            assertThat(CompletableFuture.supplyAsync(second::publishBatch).join())
                .as("from a thread, and so a connection, of its own")
                .isZero());
    assertThat(relay.publishBatch()).isEqualTo(1);
  }

  @Test
  void theRunningRelayPublishesSoonAfterTheCommitAndStopsQuietly() {
    UUID job = UUID.randomUUID();
    relay.start(new io.quarkus.runtime.StartupEvent());
    append(job, 1);
    await().untilAsserted(() -> assertThat(numbersOf(job)).containsExactly(1L));
    await().untilAsserted(() -> assertThat(pending()).isZero());
    relay.stop(new io.quarkus.runtime.ShutdownEvent());
    append(job, 2);
    assertThat(relay.publishBatch()).as("left for the next start").isEqualTo(1);
  }

  private void append(UUID job, long number) {
    jdbi.useTransaction(transaction -> outbox.append(transaction, registered(job, number)));
  }

  private long pending() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM outbox WHERE published_at IS NULL")
                .mapTo(Long.class)
                .one());
  }

  private static List<Long> numbersOf(UUID job) {
    return numbers().getOrDefault(job, List.of());
  }

  private static Map<UUID, List<Long>> numbers() {
    EventCodec codec = new EventCodec();
    Map<UUID, List<Long>> numbers = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : Topics.read(Topic.MEDIA_EVENTS)) {
      try {
        EventEnvelope event = codec.decode(record.value()).orElseThrow();
        numbers
            .computeIfAbsent(event.aggregateId(), unused -> new ArrayList<>())
            .add(((MediumRegistered) event.payload()).mediumId());
      } catch (MalformedEvent impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return numbers;
  }
}
