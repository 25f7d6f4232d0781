package org.endoreg.stack.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.endoreg.stack.broker.BrokerView.Lag;

/**
 * What was seen of machine and suite, without a judgement. {@code running} is empty when no suite
 * runs; what could not be asked is empty.
 */
record Facts(Machine machine, Keys keys, Optional<Running> running) {

  /** The machine, and the folder of the suite. */
  record Machine(
      int java, long freeBytes, boolean languageData, int port, boolean portFree, Folder folder) {}

  /** The data folder: whether it exists, only its owner can enter, and it is marked encrypted. */
  record Folder(boolean exists, boolean isPrivate, boolean marked) {}

  /** Key files, as far as they can be looked at without opening them. */
  record Keys(boolean kek, boolean identityKek, List<String> unreadable, List<String> open) {}

  /** A running suite. */
  record Running(
      boolean signsIn,
      List<Part> parts,
      List<Database> databases,
      Optional<Broker> broker,
      Optional<Jobs> jobs,
      Optional<Quarantine> quarantine,
      Map<String, String> auditStates) {}

  /** One part; {@code ready} is empty for parts that cannot be asked. */
  record Part(String name, boolean alive, Optional<Boolean> ready, int restarts) {}

  /** One service's database; the ages are of the oldest one, zero when there is none. */
  record Database(
      String name,
      boolean reachable,
      Duration clockAhead,
      Duration oldestUnpublished,
      long deadLetters,
      Duration oldestProcessing) {}

  /**
   * The broker; {@code heartbeat} is the age of the newest word from a watcher, where {@code
   * watched} says that there is one.
   */
  record Broker(
      Map<String, String> policies,
      List<Lag> lags,
      boolean watched,
      Optional<Duration> heartbeat) {}

  /** Jobs that need somebody. */
  record Jobs(long lost, long inError, long total) {}

  /** Quarantined files nobody has decided on; the age is the oldest one's. */
  record Quarantine(long undecided, long oldestDays) {}
}
