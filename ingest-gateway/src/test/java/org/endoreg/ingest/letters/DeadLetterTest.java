package org.endoreg.ingest.letters;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.AnonymizationStarted;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.platform.events.BrokerSettings;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventCodec;
import org.endoreg.platform.events.EventProducer;
import org.endoreg.platform.rules.Scenario;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Records set aside, on the real broker: the good ones pass, a replay has one effect. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class DeadLetterTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ALL = "/api/dead-letters/";
  private static final Map<String, String> REASON = Map.of("reason", "was never meant to be sent");

  private final EventProducer producer;
  private final FailingPart part;
  private final Jdbi jdbi;
  private final EventCodec codec = new EventCodec();
  private final UUID aggregate = UUID.randomUUID();

  private final BrokerSettings brokers;

  DeadLetterTest(EventProducer producer, FailingPart part, Jdbi jdbi, BrokerSettings brokers) {
    this.brokers = brokers;
    this.producer = producer;
    this.part = part;
    this.jdbi = jdbi;
  }

  @Test
  @Scenario("A87")
  void goodEventsPassAPoisonedOneAndItsReplayHasOneEffect() throws Exception {
    EventEnvelope poison = event();
    EventEnvelope before = event();
    EventEnvelope behind = event();
    part.refuse(poison.eventId());
    send(before);
    send(poison);
    send(behind);
    awaitEffects(before, 1);
    awaitEffects(behind, 1);
    long id = letter(poison);
    given()
        .get(ALL + "?limit=200")
        .then()
        .statusCode(200)
        .body("results.find { it.id == " + id + " }.reason", equalTo("handler_failed"))
        .body("results.find { it.id == " + id + " }.center_key", equalTo("local"))
        .body("results.find { it.id == " + id + " }.event_type", equalTo("anonymization.started"))
        .body("results.find { it.id == " + id + " }.payload", nullValue());
    post(id, "replay").then().statusCode(422).body("code", equalTo("replay_failed"));
    assertThat(effects(poison)).isZero();
    part.accept(poison.eventId());
    post(id, "replay").then().statusCode(200).body("effective", equalTo(true));
    post(id, "replay").then().statusCode(200).body("effective", equalTo(false));
    assertThat(effects(poison)).isEqualTo(1);
    assertThat(part.handledInARequest(poison.eventId())).isFalse();
    assertThat(audited(id)).containsExactly("local-operator dlq.replayed");
    discard(id, REASON).then().statusCode(409).body("code", equalTo("conflict"));
  }

  @Test
  void twoOperatorsAtOnceHaveOneEffect() throws Exception {
    EventEnvelope poison = setAside();
    part.accept(poison.eventId());
    long id = letter(poison);
    List<CompletableFuture<Boolean>> replays =
        IntStream.range(0, 4)
            .mapToObj(
                unused ->
                    CompletableFuture.supplyAsync(
                        () -> post(id, "replay").path("effective").equals(true)))
            .toList();
    assertThat(replays.stream().filter(CompletableFuture::join)).hasSize(1);
    assertThat(effects(poison)).isEqualTo(1);
    assertThat(audited(id)).hasSize(1);
  }

  @Test
  void anEventThatCameAgainMeanwhileIsNotGivenASecondEffect() throws Exception {
    EventEnvelope poison = setAside();
    part.accept(poison.eventId());
    send(poison);
    awaitEffects(poison, 1);
    post(letter(poison), "replay").then().statusCode(200).body("effective", equalTo(false));
    assertThat(effects(poison)).isEqualTo(1);
  }

  @Test
  void whatIsNoEventStaysUnreadableAndIsDiscardedWithAReason() throws Exception {
    String place = write("{\"type\":\"Erika\",\"center_key\":\"nowhere\",\"event_id\":\"x\"}");
    await().atMost(SOON).until(() -> idAt(place) > 0);
    long id = idAt(place);
    given()
        .get(ALL + "?reason=malformed&limit=200")
        .then()
        .body("results.find { it.id == " + id + " }.event_type", nullValue())
        .body("results.find { it.id == " + id + " }.center_key", nullValue());
    post(id, "replay").then().statusCode(422).body("code", equalTo("record_unreadable"));
    discard(id, Map.of("reason", "short")).then().statusCode(400);
    discard(id, REASON).then().statusCode(200).body("state", equalTo("discarded"));
    post(id, "replay").then().statusCode(409);
    assertThat(audited(id)).containsExactly("local-operator dlq.discarded");
    given().get(ALL + "?state=waiting&limit=200").then().body("results.id", not(hasItem((int) id)));
  }

  @Test
  void manyAreCountedFirstAndThenReplayedAtAPace() throws Exception {
    List<EventEnvelope> poison = List.of(setAside(), setAside(), setAside());
    poison.forEach(event -> part.accept(event.eventId()));
    Map<String, Object> filter =
        Map.of("topic", FailingPart.TOPIC.topicName(), "reason", "handler_failed");
    int matched = all(Map.of("filter", filter)).path("matched");
    assertThat(matched).isGreaterThanOrEqualTo(3);
    assertThat(effects(poison.get(0))).isZero();
    long started = System.nanoTime();
    all(Map.of("filter", filter, "dry_run", false)).then().statusCode(200);
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(100L * (matched - 1)));
    poison.forEach(event -> assertThat(effects(event)).isEqualTo(1));
    all(Map.of("dry_run", false)).then().statusCode(400);
  }

  @Test
  void aRecordTheBrokerRemovedIsSaidToBeGone() throws Exception {
    EventEnvelope poison = setAside();
    part.accept(poison.eventId());
    long id = letter(poison);
    removeRecords(id);
    post(id, "replay").then().statusCode(410).body("code", equalTo("record_expired"));
    given()
        .get(ALL + "?limit=200")
        .then()
        .body("results.find { it.id == " + id + " }.attempts", equalTo(2))
        .body("results.find { it.id == " + id + " }.error_code", equalTo("record_expired"));
    discard(id, REASON).then().statusCode(200);
  }

  @Test
  void pagesFollowEachOtherAndTheServiceAnswersAtItsOwnAddress() throws Exception {
    setAside();
    setAside();
    Response first = given().get(ALL + "?limit=1");
    String next = first.path("next");
    int id = first.path("results[0].id");
    given().get(ALL + "?limit=1&before=" + next).then().body("results.id", not(hasItem(id)));
    given()
        .get("/api/services/ingest-gateway/dead-letters?limit=1")
        .then()
        .statusCode(200)
        .body("results[0].id", equalTo(id));
    given().get("/api/services/media-service/dead-letters").then().statusCode(404);
    given().get("/api/services/ingest-gateway/jobs").then().statusCode(404);
    given().get(ALL + "?state=lost").then().statusCode(400);
    post(Long.MAX_VALUE, "replay").then().statusCode(404);
  }

  private EventEnvelope setAside() throws Exception {
    EventEnvelope event = event();
    part.refuse(event.eventId());
    send(event);
    letter(event);
    return event;
  }

  private EventEnvelope event() {
    return Envelopes.of(new AnonymizationStarted(aggregate, new CenterKey("local"), null), 1, null);
  }

  private void send(EventEnvelope event) throws ExecutionException, InterruptedException {
    producer
        .send(FailingPart.TOPIC.topicName(), aggregate.toString(), codec.encodeAsText(event))
        .get();
  }

  private String write(String record) throws ExecutionException, InterruptedException {
    var place = producer.send(FailingPart.TOPIC.topicName(), aggregate.toString(), record).get();
    return place.partition() + "/" + place.offset();
  }

  private long letter(EventEnvelope event) {
    await().atMost(SOON).until(() -> idOf(event) > 0);
    return idOf(event);
  }

  private long idOf(EventEnvelope event) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT id FROM dead_letter WHERE event_id = :id")
                .bind("id", event.eventId())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  private long idAt(String place) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT id FROM dead_letter WHERE topic = :topic"
                        + " AND \"partition\" || '/' || \"offset\" = :place")
                .bind("topic", FailingPart.TOPIC.topicName())
                .bind("place", place)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  private void awaitEffects(EventEnvelope event, long count) {
    await().atMost(SOON).ignoreExceptions().until(() -> effects(event) == count);
  }

  private long effects(EventEnvelope event) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM letter_effect WHERE event_id = :id")
                .bind("id", event.eventId())
                .mapTo(Long.class)
                .one());
  }

  private List<String> audited(long id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT entry::json ->> 'actor_id' || ' ' || (entry::json ->> 'action')
                    FROM (SELECT entry FROM audit_pending
                        UNION ALL SELECT entry FROM audit_entry) AS told
                    WHERE entry::json ->> 'object_type' = 'dead_letter'
                        AND entry::json ->> 'object_id' = :id
                    """)
                .bind("id", Long.toString(id))
                .mapTo(String.class)
                .list());
  }

  private void removeRecords(long id) throws ExecutionException, InterruptedException {
    int partition =
        given().get(ALL + "?limit=200").path("results.find { it.id == " + id + " }.partition");
    TopicPartition place = new TopicPartition(FailingPart.TOPIC.topicName(), partition);
    try (Admin admin = Admin.create(brokers.with(Map.of()))) {
      admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(-1))).all().get();
    }
  }

  private static Response post(long id, String what) {
    return given().post(ALL + id + "/" + what);
  }

  private static Response discard(long id, Map<String, String> reason) {
    return given().contentType("application/json").body(reason).post(ALL + id + "/discard");
  }

  private static Response all(Map<String, Object> order) {
    return given().contentType("application/json").body(order).post(ALL + "replays");
  }
}
