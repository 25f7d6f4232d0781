package org.endoreg.journeys.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.endoreg.journeys.SuiteProcess;
import org.endoreg.stack.suite.SuiteState;

/**
 * The faults of a running suite. A part that is still coming back is waited for, so that each fault
 * strikes something.
 */
final class Injector implements Strikes.Target<Fault> {
  private static final Duration UNTIL_READY = Duration.ofSeconds(25);
  private static final Duration UNTIL_ALIVE = Duration.ofSeconds(90);

  private final SuiteProcess suite;
  private final BlobDisk disk;

  Injector(SuiteProcess suite, BlobDisk disk) {
    this.suite = suite;
    this.disk = disk;
  }

  @Override
  public String partOf(Fault fault) {
    return fault.part();
  }

  @Override
  public boolean happens(Fault fault) throws IOException, InterruptedException {
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
