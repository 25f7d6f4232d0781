package org.endoreg.journeys.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.endoreg.journeys.SuiteProcess;
import org.endoreg.stack.suite.SuiteState;

/**
 * Carries a plan out on a running suite. Faults of different parts overlap; of one part they come
 * one after the other, and a part that is still coming back is waited for, so that each fault
 * strikes something.
 */
final class Injector {
  private static final int AT_ONCE = 5;
  private static final Duration UNTIL_READY = Duration.ofSeconds(25);
  private static final Duration UNTIL_ALIVE = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final SuiteProcess suite;
  private final BlobDisk disk;
  private final Map<String, ReentrantLock> parts = new ConcurrentHashMap<>();
  private final List<Struck> struck = new ArrayList<>();

  Injector(SuiteProcess suite, BlobDisk disk) {
    this.suite = suite;
    this.disk = disk;
  }

  /** A fault that really happened, and when. */
  record Struck(Fault fault, String at) {}

  /** Returns when the last fault is over. */
  List<Struck> carryOut(FaultPlan plan) throws InterruptedException {
    ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE);
    for (FaultPlan.Planned planned : plan.faults()) {
      TimeUnit.MILLISECONDS.sleep(planned.after().toMillis());
      hands.execute(() -> strike(planned.fault()));
    }
    hands.shutdown();
    hands.awaitTermination(2, TimeUnit.HOURS);
    synchronized (struck) {
      return List.copyOf(struck);
    }
  }

  private void strike(Fault fault) {
    ReentrantLock part = parts.computeIfAbsent(fault.part(), unused -> new ReentrantLock());
    part.lock();
    try {
      if (happensInTheEnd(fault)) {
        note(fault);
      }
    } catch (IOException failed) {
      System.out.println("no fault: " + fault + " " + failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      part.unlock();
    }
  }

  /** What it should hit may end by itself in between; then the next one in its place is hit. */
  private boolean happensInTheEnd(Fault fault) throws IOException, InterruptedException {
    Instant limit = Instant.now().plus(PATIENCE);
    boolean happened = happens(fault);
    while (!happened && Instant.now().isBefore(limit)) {
      happened = happens(fault);
    }
    return happened;
  }

  private void note(Fault fault) {
    synchronized (struck) {
      struck.add(new Struck(fault, Instant.now().toString()));
    }
  }

  private boolean happens(Fault fault) throws IOException, InterruptedException {
    if (fault instanceof Fault.Kill kill) {
      return kill(kill.part());
    }
    if (fault instanceof Fault.Pause pause) {
      return pause(pause.part(), pause.length());
    }
    if (fault instanceof Fault.FullDisk full) {
      return fillDisk(full);
    }
    return fault instanceof Fault.BrokerDown down && keepBrokerDown(down.length());
  }

  private boolean kill(String part) throws IOException, InterruptedException {
    Optional<ProcessHandle> victim = awaitReady(part);
    return victim.isPresent() && signal("-KILL", victim.stream());
  }

  private boolean pause(String part, Duration length) throws IOException, InterruptedException {
    Optional<ProcessHandle> found = part.equals(FaultPlan.EDGE) ? supervisor() : awaitReady(part);
    if (found.isEmpty()) {
      return false;
    }
    ProcessHandle process = found.orElseThrow();
    boolean withChildren = part.equals(FaultPlan.DATABASE);
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process), withChildren ? process.descendants() : Stream.empty())
            .toList();
    boolean stopped = signal("-STOP", all.stream());
    TimeUnit.MILLISECONDS.sleep(length.toMillis());
    signal("-CONT", all.stream());
    return stopped;
  }

  private boolean fillDisk(Fault.FullDisk full) throws IOException, InterruptedException {
    disk.fill(suite, full.leftBytes());
    TimeUnit.MILLISECONDS.sleep(full.length().toMillis());
    disk.makeRoom(suite);
    return true;
  }

  private boolean keepBrokerDown(Duration length) throws IOException, InterruptedException {
    Optional<ProcessHandle> broker = awaitReady(FaultPlan.BROKER);
    if (broker.isEmpty() || !signal("-KILL", broker.stream())) {
      return false;
    }
    Instant end = Instant.now().plus(length);
    Optional<ProcessHandle> next = Optional.empty();
    while (next.isEmpty() && Instant.now().isBefore(end)) {
      TimeUnit.MILLISECONDS.sleep(50);
      next = brokerBeside(broker.orElseThrow());
    }
    next.ifPresent(process -> signal("-STOP", Stream.of(process)));
    TimeUnit.MILLISECONDS.sleep(Math.max(0, Duration.between(Instant.now(), end).toMillis()));
    next.ifPresent(process -> signal("-CONT", Stream.of(process)));
    return true;
  }

  /** The state file names a broker only once it answers. */
  private Optional<ProcessHandle> brokerBeside(ProcessHandle former) throws IOException {
    return supervisor().stream()
        .flatMap(ProcessHandle::children)
        .filter(child -> child.pid() != former.pid() && child.isAlive())
        .filter(
            child ->
                child.info().commandLine().map(line -> line.contains("KafkaNode")).orElse(false))
        .findFirst();
  }

  private Optional<ProcessHandle> supervisor() throws IOException {
    return ProcessHandle.of(suite.state().supervisorPid()).filter(ProcessHandle::isAlive);
  }

  /** Rather one that works; after a while one that lives. */
  private Optional<ProcessHandle> awaitReady(String part) throws IOException, InterruptedException {
    Instant begun = Instant.now();
    while (Instant.now().isBefore(begun.plus(UNTIL_ALIVE))) {
      SuiteState.PartState state = suite.part(part);
      boolean patient = Instant.now().isBefore(begun.plus(UNTIL_READY));
      if (state.process().isPresent() && (state.state().equals("ready") || !patient)) {
        return state.process();
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return Optional.empty();
  }

  private static boolean signal(String signal, Stream<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.map(process -> Long.toString(process.pid())).forEach(command::add);
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException failed) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
