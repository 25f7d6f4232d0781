package org.endoreg.stack.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.endoreg.contracts.events.Topic;
import org.endoreg.stack.broker.BrokerView.Lag;
import org.endoreg.stack.doctor.Check.Status;
import org.endoreg.stack.doctor.Facts.Broker;
import org.endoreg.stack.doctor.Facts.Database;
import org.endoreg.stack.doctor.Facts.Running;
import org.endoreg.stack.progress.TransferProgress;

/** Judges the facts. Each limit is named here and in {@code docs/operations.md}. */
final class Checkup {
  private static final int LEAST_JAVA = 17;
  private static final Duration OUTBOX_LIMIT = Duration.ofSeconds(60);
  private static final Duration LAG_NOTICED = Duration.ofSeconds(60);
  private static final Duration LAG_LIMIT = Duration.ofMinutes(10);
  private static final Duration PROCESSING_LIMIT = Duration.ofHours(7);
  private static final Duration CLOCK_NOTICED = Duration.ofSeconds(5);
  private static final Duration CLOCK_LIMIT = Duration.ofSeconds(60);
  private static final Duration HEARTBEAT_NOTICED = Duration.ofMinutes(2);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(10);
  private static final long QUARANTINE_DAYS = 30;

  private final Facts facts;
  private final long leastFreeMiB;

  /** Of these facts; less free space than {@code leastFreeMiB} is red. */
  Checkup(Facts facts, long leastFreeMiB) {
    this.facts = facts;
    this.leastFreeMiB = leastFreeMiB;
  }

  List<Check> checks() {
    List<Check> checks = new ArrayList<>(List.of(java(), disk(), languageData()));
    facts.running().ifPresentOrElse(running -> {}, () -> checks.add(port()));
    checks.add(keys());
    checks.add(protectedRoot());
    facts.running().ifPresent(running -> checks.addAll(running(running)));
    return checks;
  }

  private Check java() {
    int version = facts.machine().java();
    return version >= LEAST_JAVA
        ? Check.green("java", "version " + version)
        : Check.red("java", "version " + version, "install a JDK 17 or newer");
  }

  private Check disk() {
    long free = facts.machine().freeBytes() >> 20;
    String detail = free + " MiB free";
    String help = "free space until " + leastFreeMiB + " MiB are left; uploads are refused before";
    return free >= leastFreeMiB ? Check.green("disk", detail) : Check.red("disk", detail, help);
  }

  private Check languageData() {
    return facts.machine().languageData()
        ? Check.green("ocr", "German language data found")
        : Check.red("ocr", "no German language data", "install the package tesseract-ocr-deu");
  }

  private Check port() {
    int port = facts.machine().port();
    return facts.machine().portFree()
        ? Check.green("port", port + " is free")
        : Check.red("port", port + " is taken by another program", "choose one with --port");
  }

  private Check keys() {
    Facts.Keys keys = facts.keys();
    if (!facts.machine().folder().exists()) {
      return Check.green("keys", "none yet, the first start makes them");
    }
    if (!keys.open().isEmpty()) {
      return Check.red(
          "keys",
          "others can read " + String.join(", ", keys.open()),
          "chmod 600 the files and 700 their folders, then replace the keys");
    }
    if (!keys.unreadable().isEmpty()) {
      return Check.red(
          "keys",
          "cannot be read: " + String.join(", ", keys.unreadable()),
          "run as the owner of the data folder");
    }
    return keys.kek() && keys.identityKek()
        ? Check.green("keys", "both key-encryption keys are there, private to their owner")
        : Check.red(
            "keys",
            "the file kek is missing from " + (keys.kek() ? "identity-keys" : "keys"),
            "restore it from the escrow; a new one opens nothing");
  }

  private Check protectedRoot() {
    Facts.Folder folder = facts.machine().folder();
    boolean mustBeMarked = facts.running().map(Running::signsIn).orElse(false);
    if (folder.exists() && !folder.isPrivate()) {
      return Check.red("protected-root", "others can enter the data folder", "chmod 700 it");
    }
    if (mustBeMarked && !folder.marked()) {
      return Check.red(
          "protected-root",
          "the data folder is not marked encrypted",
          "see docs/startup-checks.md");
    }
    return Check.green("protected-root", folder.exists() ? "private" : "not made yet");
  }

  private List<Check> running(Running running) {
    List<Check> checks = new ArrayList<>(running.parts().stream().map(Checkup::part).toList());
    checks.add(database(running));
    checks.add(clock(running));
    checks.addAll(broker(running.broker()));
    checks.add(outbox(running));
    checks.add(deadLetters(running));
    checks.add(jobs(running));
    checks.add(processing(running));
    running.quarantine().ifPresent(items -> checks.add(quarantine(items)));
    checks.add(audit(running.auditStates()));
    return checks;
  }

  private static Check part(Facts.Part part) {
    String logs = "look into ./endoreg logs " + part.name();
    if (!part.alive()) {
      return Check.red(part.name(), "does not run", logs);
    }
    if (!part.ready().orElse(true)) {
      return Check.red(part.name(), "runs but is not ready", logs);
    }
    String detail = part.ready().isPresent() ? "runs, ready" : "runs";
    return part.restarts() == 0
        ? Check.green(part.name(), detail)
        : Check.yellow(part.name(), detail + ", restarts " + part.restarts(), logs);
  }

  private static Check database(Running running) {
    List<String> away =
        running.databases().stream().filter(d -> !d.reachable()).map(Database::name).toList();
    return away.isEmpty() && !running.databases().isEmpty()
        ? Check.green("database", running.databases().size() + " databases answer")
        : Check.red(
            "database",
            away.isEmpty() ? "does not answer" : "do not answer: " + String.join(", ", away),
            "look into ./endoreg logs postgresql");
  }

  private static Check clock(Running running) {
    Duration off =
        running.databases().stream()
            .map(database -> database.clockAhead().abs())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return graded(
        "clock",
        off,
        CLOCK_NOTICED,
        CLOCK_LIMIT,
        "differs from the database's by " + text(off),
        "let both machines follow the same time server");
  }

  private static List<Check> broker(Optional<Broker> broker) {
    if (broker.isEmpty()) {
      return List.of(
          Check.red(
              "broker", "does not answer", "look into ./endoreg logs kafka; nothing is lost"));
    }
    Broker there = broker.orElseThrow();
    List<Check> checks = new ArrayList<>();
    checks.add(Check.green("broker", "answers"));
    checks.add(topics(there.policies()));
    checks.add(consumers(there.lags()));
    if (there.watched()) {
      checks.add(watcher(there.heartbeat()));
    }
    return checks;
  }

  private static Check topics(Map<String, String> policies) {
    List<String> wrong =
        Arrays.stream(Topic.values())
            .filter(
                topic ->
                    !(topic.isCompacted() ? "compact" : "delete")
                        .equals(policies.get(topic.topicName())))
            .map(Topic::topicName)
            .toList();
    return wrong.isEmpty()
        ? Check.green("topics", Topic.values().length + " with their cleanup policy")
        : Check.red(
            "topics",
            "missing or with a wrong cleanup policy: " + String.join(", ", wrong),
            "correct them on the broker; a start of the suite makes missing ones");
  }

  private static Check consumers(List<Lag> lags) {
    Duration oldest = lags.stream().map(Lag::oldest).max(Duration::compareTo).orElse(Duration.ZERO);
    String detail =
        lags.stream()
            .filter(lag -> lag.records() > 0)
            .map(lag -> lag.group() + " " + lag.records() + " behind, " + text(lag.oldest()))
            .collect(Collectors.joining("; "));
    return graded(
        "consumers",
        oldest,
        LAG_NOTICED,
        LAG_LIMIT,
        detail.isEmpty() ? lags.size() + " groups, none behind" : detail,
        "look into the logs of the group's service: a record it cannot take holds it up");
  }

  private static Check watcher(Optional<Duration> heartbeat) {
    String help = "look into ./endoreg logs watcher-agent; dropped files wait in their folders";
    if (heartbeat.isEmpty()) {
      return Check.yellow("watcher", "no heartbeat within the last hour", help);
    }
    Duration age = heartbeat.orElseThrow();
    return graded(
        "watcher",
        age,
        HEARTBEAT_NOTICED,
        HEARTBEAT_LIMIT,
        "heartbeat " + text(age) + " ago",
        help);
  }

  private static Check outbox(Running running) {
    Duration oldest = oldest(running, Database::oldestUnpublished);
    return graded(
        "outbox",
        oldest,
        OUTBOX_LIMIT,
        OUTBOX_LIMIT,
        oldest.isZero() ? "nothing waits" : "the oldest event waits for " + text(oldest),
        "the broker does not take events: look at kafka and at the service's log");
  }

  private static Check deadLetters(Running running) {
    String detail =
        running.databases().stream()
            .filter(database -> database.deadLetters() > 0)
            .map(database -> database.name() + " " + database.deadLetters())
            .collect(Collectors.joining(", "));
    return detail.isEmpty()
        ? Check.green("dead-letters", "none")
        : Check.yellow(
            "dead-letters",
            detail,
            "events were set aside; the service's log names topic and offset");
  }

  private static Check jobs(Running running) {
    if (running.jobs().isEmpty()) {
      return Check.red("jobs", "cannot be counted", "look into ./endoreg logs ingest-gateway");
    }
    Facts.Jobs jobs = running.jobs().orElseThrow();
    if (jobs.lost() > 0) {
      return Check.red(
          "jobs",
          jobs.lost() + " lost, " + jobs.inError() + " in error",
          "ledger and storage disagree: find out why before anything is sent again");
    }
    return jobs.inError() == 0
        ? Check.green("jobs", jobs.total() + ", none in error or lost")
        : Check.yellow("jobs", jobs.inError() + " in error", "the page tells the code of each");
  }

  private static Check processing(Running running) {
    Duration oldest = oldest(running, Database::oldestProcessing);
    return graded(
        "processing",
        oldest,
        PROCESSING_LIMIT,
        PROCESSING_LIMIT,
        oldest.isZero() ? "nothing is in work" : "the oldest job is in work for " + text(oldest),
        "look into ./endoreg logs anonymizer-service");
  }

  private static Check quarantine(Facts.Quarantine items) {
    String detail = items.undecided() + " undecided, the oldest " + items.oldestDays() + " days";
    return items.undecided() > 0 && items.oldestDays() > QUARANTINE_DAYS
        ? Check.red("quarantine", detail, "decide on them: retain, release or approve deletion")
        : Check.green("quarantine", items.undecided() == 0 ? "nothing undecided" : detail);
  }

  private static Check audit(Map<String, String> states) {
    List<String> broken = inState(states, "failed");
    if (!broken.isEmpty()) {
      return Check.red(
          "audit",
          "broken in " + String.join(", ", broken),
          "secure the databases and the audit.checkpoints topic, then find out who changed what");
    }
    List<String> verified = inState(states, "verified");
    return verified.size() == states.size() && !states.isEmpty()
        ? Check.green("audit", verified.size() + " chains verified")
        : Check.yellow(
            "audit",
            verified.size() + " of " + states.size() + " chains verified",
            "look at the services whose check did not come through");
  }

  private static List<String> inState(Map<String, String> states, String state) {
    return states.entrySet().stream()
        .filter(entry -> entry.getValue().equals(state))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static Duration oldest(Running running, Function<Database, Duration> age) {
    return running.databases().stream().map(age).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private static Check graded(
      String name, Duration seen, Duration yellow, Duration red, String detail, String help) {
    if (seen.compareTo(red) > 0) {
      return new Check(name, Status.RED, detail, help);
    }
    return seen.compareTo(yellow) > 0
        ? new Check(name, Status.YELLOW, detail, help)
        : Check.green(name, detail);
  }

  private static String text(Duration age) {
    return TransferProgress.duration(age.toSeconds());
  }
}
