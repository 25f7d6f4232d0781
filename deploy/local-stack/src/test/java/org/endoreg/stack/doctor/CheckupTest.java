package org.endoreg.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.stack.broker.BrokerView.Lag;
import org.endoreg.stack.doctor.Check.Status;
import org.endoreg.stack.doctor.Facts.Broker;
import org.endoreg.stack.doctor.Facts.Database;
import org.endoreg.stack.doctor.Facts.Folder;
import org.endoreg.stack.doctor.Facts.Jobs;
import org.endoreg.stack.doctor.Facts.Keys;
import org.endoreg.stack.doctor.Facts.Machine;
import org.endoreg.stack.doctor.Facts.Part;
import org.endoreg.stack.doctor.Facts.Quarantine;
import org.endoreg.stack.doctor.Facts.Running;
import org.junit.jupiter.api.Test;

/**
 * Each check finds its own fault, planted into facts of a healthy suite, and no other check does.
 */
class CheckupTest {
  private static final Machine MACHINE =
      new Machine(17, 8L << 30, true, 8080, true, new Folder(true, true, true));
  private static final Keys KEYS = new Keys(true, true, List.of(), List.of());
  private static final Database DATABASE =
      new Database("media", true, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);
  private static final Broker BROKER =
      new Broker(
          policies(),
          List.of(new Lag("media-service", 0, Duration.ZERO)),
          true,
          Optional.of(Duration.ofSeconds(5)));
  private static final Jobs JOBS = new Jobs(0, 0, 6);
  private static final Running RUNNING =
      new Running(
          true,
          List.of(
              new Part("kafka", true, Optional.empty(), 0),
              new Part("media-service", true, Optional.of(true), 0)),
          List.of(DATABASE),
          Optional.of(BROKER),
          Optional.of(JOBS),
          Optional.of(new Quarantine(1, 30)),
          Map.of("media-service", "verified"));

  private static Map<String, String> policies() {
    return Arrays.stream(Topic.values())
        .collect(
            Collectors.toMap(
                Topic::topicName, topic -> topic.isCompacted() ? "compact" : "delete"));
  }

  @Test
  void aHealthySuiteIsGreenThroughout() {
    assertThat(found(MACHINE, KEYS, Optional.of(RUNNING)))
        .allMatch(check -> check.status() == Status.GREEN)
        .allMatch(check -> check.help().isEmpty());
    assertThat(found(MACHINE, KEYS, Optional.empty()))
        .allMatch(check -> check.status() == Status.GREEN);
  }

  @Test
  void theMachineIsLookedAt() {
    Folder folder = MACHINE.folder();
    assertOnly(
        "java",
        Status.RED,
        found(new Machine(16, 8L << 30, true, 8080, true, folder), KEYS, Optional.empty()));
    assertOnly(
        "disk",
        Status.RED,
        found(new Machine(17, (1L << 30) - 1, true, 8080, true, folder), KEYS, Optional.empty()));
    assertOnly(
        "ocr",
        Status.RED,
        found(new Machine(17, 8L << 30, false, 8080, true, folder), KEYS, Optional.empty()));
    assertOnly(
        "port",
        Status.RED,
        found(new Machine(17, 8L << 30, true, 8080, false, folder), KEYS, Optional.empty()));
  }

  @Test
  void theFolderMustBePrivateAndWhereOneSignsInMarked() {
    assertOnly("protected-root", Status.RED, inFolder(new Folder(true, false, true)));
    assertOnly("protected-root", Status.RED, inFolder(new Folder(true, true, false)));
  }

  private static List<Check> inFolder(Folder folder) {
    return found(new Machine(17, 8L << 30, true, 8080, true, folder), KEYS, Optional.of(RUNNING));
  }

  @Test
  void keysMustBeThereAndPrivate() {
    assertOnly("keys", Status.RED, withKeys(new Keys(false, true, List.of(), List.of())));
    assertOnly("keys", Status.RED, withKeys(new Keys(true, false, List.of(), List.of())));
    assertOnly("keys", Status.RED, withKeys(new Keys(true, true, List.of("keys/kek"), List.of())));
    List<Check> open = withKeys(new Keys(true, true, List.of(), List.of("keys/kek")));
    assertOnly("keys", Status.RED, open);
    assertThat(open).anyMatch(check -> check.detail().contains("keys/kek"));
  }

  private static List<Check> withKeys(Keys keys) {
    return found(MACHINE, keys, Optional.of(RUNNING));
  }

  @Test
  void aPartMustRunAndBeReady() {
    assertOnly("kafka", Status.RED, withPart(new Part("kafka", false, Optional.empty(), 0)));
    assertOnly("kafka", Status.YELLOW, withPart(new Part("kafka", true, Optional.empty(), 3)));
    assertOnly(
        "media-service",
        Status.RED,
        withPart(new Part("media-service", true, Optional.of(false), 0)));
  }

  private static List<Check> withPart(Part part) {
    return running(
        new Running(
            true,
            List.of(part),
            RUNNING.databases(),
            RUNNING.broker(),
            RUNNING.jobs(),
            RUNNING.quarantine(),
            RUNNING.auditStates()));
  }

  @Test
  void databasesMustAnswerAndFollow() {
    assertOnly("database", Status.RED, withDatabases(List.of()));
    assertOnly("database", Status.RED, withDatabase(false, 0, 0, 0, 0));
    assertOnly("clock", Status.YELLOW, withDatabase(true, -10, 0, 0, 0));
    assertOnly("clock", Status.RED, withDatabase(true, 61, 0, 0, 0));
    assertOnly("outbox", Status.RED, withDatabase(true, 0, 61, 0, 0));
    assertOnly("dead-letters", Status.YELLOW, withDatabase(true, 0, 0, 1, 0));
    assertOnly("processing", Status.RED, withDatabase(true, 0, 0, 0, 7 * 3_600 + 1));
  }

  private static List<Check> withDatabase(
      boolean reachable, long clock, long outbox, long deadLetters, long processing) {
    return withDatabases(
        List.of(
            new Database(
                "media",
                reachable,
                Duration.ofSeconds(clock),
                Duration.ofSeconds(outbox),
                deadLetters,
                Duration.ofSeconds(processing))));
  }

  private static List<Check> withDatabases(List<Database> databases) {
    return running(
        new Running(
            true,
            RUNNING.parts(),
            databases,
            RUNNING.broker(),
            RUNNING.jobs(),
            RUNNING.quarantine(),
            RUNNING.auditStates()));
  }

  @Test
  void theBrokerMustAnswerHoldTheTopicsAndBeRead() {
    assertOnly("broker", Status.RED, withBroker(Optional.empty()));
    Map<String, String> one = new HashMap<>(policies());
    one.put("center.registry.v1", "delete");
    assertOnly(
        "topics",
        Status.RED,
        withBroker(Optional.of(new Broker(one, BROKER.lags(), true, BROKER.heartbeat()))));
    assertOnly("consumers", Status.YELLOW, withLag(Duration.ofSeconds(61)));
    assertOnly("consumers", Status.RED, withLag(Duration.ofSeconds(601)));
    assertOnly("watcher", Status.YELLOW, withHeartbeat(Optional.empty()));
    assertThat(
            withBroker(Optional.of(new Broker(policies(), BROKER.lags(), false, Optional.empty()))))
        .as("a hub without a watcher misses none")
        .noneMatch(check -> check.name().equals("watcher"));
    assertOnly("watcher", Status.YELLOW, withHeartbeat(Optional.of(Duration.ofSeconds(121))));
    assertOnly("watcher", Status.RED, withHeartbeat(Optional.of(Duration.ofSeconds(601))));
  }

  private static List<Check> withLag(Duration oldest) {
    return withBroker(
        Optional.of(
            new Broker(
                policies(),
                List.of(new Lag("media-service", 3, oldest)),
                true,
                BROKER.heartbeat())));
  }

  private static List<Check> withHeartbeat(Optional<Duration> age) {
    return withBroker(Optional.of(new Broker(policies(), BROKER.lags(), true, age)));
  }

  private static List<Check> withBroker(Optional<Broker> broker) {
    return running(
        new Running(
            true,
            RUNNING.parts(),
            RUNNING.databases(),
            broker,
            RUNNING.jobs(),
            RUNNING.quarantine(),
            RUNNING.auditStates()));
  }

  @Test
  @Scenario("A89")
  void lostJobsAreRedAndFailedOnesYellow() {
    assertOnly("jobs", Status.RED, with(Optional.of(new Jobs(1, 0, 6)), 1, 30, "verified"));
    assertOnly("jobs", Status.YELLOW, with(Optional.of(new Jobs(0, 1, 6)), 1, 30, "verified"));
    assertOnly("jobs", Status.RED, with(Optional.empty(), 1, 30, "verified"));
  }

  @Test
  @Scenario("A89")
  void quarantineMustBeDecidedOnWithinThirtyDays() {
    assertOnly("quarantine", Status.RED, with(Optional.of(JOBS), 1, 31, "verified"));
  }

  @Test
  void aBrokenAuditChainIsRedAndAnUncheckedOneYellow() {
    assertOnly("audit", Status.RED, with(Optional.of(JOBS), 0, 0, "failed"));
    assertOnly("audit", Status.YELLOW, with(Optional.of(JOBS), 0, 0, "unknown"));
  }

  private static List<Check> with(
      Optional<Jobs> jobs, long undecided, long days, String auditState) {
    return running(
        new Running(
            true,
            RUNNING.parts(),
            RUNNING.databases(),
            RUNNING.broker(),
            jobs,
            Optional.of(new Quarantine(undecided, days)),
            Map.of("media-service", auditState)));
  }

  private static List<Check> running(Running running) {
    return found(MACHINE, KEYS, Optional.of(running));
  }

  private static List<Check> found(Machine machine, Keys keys, Optional<Running> running) {
    return new Checkup(new Facts(machine, keys, running), 1024).checks();
  }

  private static void assertOnly(String name, Status status, List<Check> checks) {
    List<Check> notGreen = checks.stream().filter(check -> check.status() != Status.GREEN).toList();
    assertThat(notGreen).hasSize(1);
    assertThat(notGreen.get(0).name()).isEqualTo(name);
    assertThat(notGreen.get(0).status()).isEqualTo(status);
    assertThat(notGreen.get(0).help()).isNotEmpty();
  }
}
