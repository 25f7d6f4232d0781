package org.endoreg.stack.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.endoreg.backing.Ports;
import org.endoreg.stack.edge.Edge;
import org.endoreg.stack.edge.RouteTable;
import org.jspecify.annotations.Nullable;

/**
 * A whole suite on this machine. {@link #start} either brings every part up or leaves nothing
 * running; afterwards a part that dies is started again. Closing stops everything this suite
 * started and nothing else; the end of this process closes it, too, even in the middle of a start.
 */
public final class Suite implements AutoCloseable {
  private static final long LEAST_FREE_BYTES = 1L << 30;

  /** How long services may take to end; those that write their class archive need it. */
  private static final Duration PATIENCE =
      Duration.parse(System.getenv().getOrDefault("ENDOREG_STOP_PATIENCE", "PT10S"));

  private final SuiteFolder folder;
  private final SuiteOptions options;
  private final SuiteListener listener;
  private final SuiteLock lock;
  private final List<RunningPart> parts = new CopyOnWriteArrayList<>();
  private @Nullable Edge edge;
  private volatile boolean running = true;
  private boolean closed;
  private @Nullable Thread guardian;

  private Suite(SuiteFolder folder, SuiteOptions options, SuiteListener listener, SuiteLock lock) {
    this.folder = folder;
    this.options = options;
    this.listener = listener;
    this.lock = lock;
  }

  /**
   * Starts everything.
   *
   * @throws SuiteFailure when the folder is in use, a port is taken, the disk is full or a part
   *     does not come up; nothing is left running then
   */
  public static Suite start(SuiteFolder folder, SuiteOptions options, SuiteListener listener)
      throws IOException {
    folder.create();
    if (options.signsIn()) {
      folder.declareEncrypted();
    }
    SuiteLock lock =
        SuiteLock.take(folder)
            .orElseThrow(
                () ->
                    new SuiteFailure(
                        "a suite is already running on "
                            + folder.data()
                            + "; use it, stop it with ./endoreg down, or choose another --data"));
    Suite suite = new Suite(folder, options, listener, lock);
    Runtime.getRuntime().addShutdownHook(new Thread(suite::closeAtTheEnd));
    try {
      suite.checkMachine();
      suite.endLeftovers();
      suite.bringUp();
      return suite;
    } catch (RuntimeException | IOException failed) {
      suite.close();
      throw failed;
    }
  }

  /** The address people open. */
  public String address() {
    return "http://127.0.0.1:" + options.port();
  }

  /** Blocks until the suite is closed. */
  public void awaitEnd() throws InterruptedException {
    if (guardian != null) {
      guardian.join();
    }
  }

  private void checkMachine() throws IOException {
    requireFree(options.port());
    if (options.signIn() instanceof SignIn.OwnKeycloak own) {
      requireFree(own.port());
      if (!Files.isDirectory(folder.keycloakDistribution())) {
        throw new SuiteFailure("Keycloak is missing; fetch it with deploy/tools.sh --keycloak");
      }
    }
    if (Files.getFileStore(folder.data()).getUsableSpace() < LEAST_FREE_BYTES) {
      throw new SuiteFailure(
          "less than 1 GiB is free at " + folder.data() + "; free some or choose another --data");
    }
  }

  private static void requireFree(int port) {
    if (!Ports.isFree(port)) {
      throw new SuiteFailure(
          "port " + port + " is in use by another program; choose one with --port");
    }
  }

  /**
   * After kill -9 of the supervisor its children live on; they hold the data folder and must go
   * first.
   */
  private void endLeftovers() throws IOException {
    SuiteState.read(folder)
        .ifPresent(
            state ->
                state.parts().stream()
                    .flatMap(part -> part.process().stream())
                    .forEach(Suite::endForcibly));
  }

  /** Children too: a server whose first process is killed may leave workers that keep its port. */
  private static void endForcibly(ProcessHandle process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException stays) {
      throw new SuiteFailure("process " + process.pid() + " of a former run does not end", stays);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void bringUp() throws IOException {
    PartList list = new PartList(folder, options);
    startAll(list.backing());
    startAll(list.services());
    Map<String, Integer> ports = list.servicePorts();
    edge = Edge.open(options.port(), RouteTable.bundled().only(ports.keySet()), ports);
    writeState(true);
    guardian = new Thread(this::guard, "guardian");
    guardian.start();
  }

  private void startAll(List<Part> group) throws IOException {
    List<CompletableFuture<Void>> starting = new ArrayList<>();
    for (Part part : group) {
      RunningPart runningPart = new RunningPart(part);
      parts.add(runningPart);
      starting.add(CompletableFuture.runAsync(() -> bringUp(runningPart)));
    }
    try {
      CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof SuiteFailure known
          ? known
          : new SuiteFailure("a part could not be started", failed);
    } finally {
      writeState(false);
    }
  }

  /** A part is listed before it begins, so that closing finds it or it finds the suite closed. */
  private void bringUp(RunningPart part) {
    if (!running) {
      throw new SuiteFailure("the suite was stopped while it started");
    }
    Instant begun = Instant.now();
    part.launch();
    part.awaitReady();
    listener.ready(part.part().name(), Duration.between(begun, Instant.now()));
  }

  private void guard() {
    while (running) {
      for (RunningPart part : parts) {
        if (running) {
          lookAfter(part);
        }
      }
      pause();
    }
  }

  private void lookAfter(RunningPart part) {
    try {
      if (part.hasRecovered()) {
        writeState(true);
      } else if (!part.isAlive() && part.mayRestart()) {
        listener.restarting(part.part().name(), part.restarts() + 1);
        part.restart();
        writeState(true);
      }
    } catch (SuiteFailure | IOException failed) {
      // The next look tries again; the state file keeps telling that the part is down.
      listener.failed(part.part().name(), String.valueOf(failed.getMessage()));
    }
  }

  private void writeState(boolean ready) throws IOException {
    new SuiteState(
            address(),
            options.signIn().issuer().orElse(null),
            ProcessHandle.current().pid(),
            ready,
            parts.stream().map(RunningPart::snapshot).toList())
        .write(folder);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(500);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops services first, then the broker, then the database. */
  @Override
  public synchronized void close() throws IOException {
    running = false;
    if (closed) {
      return;
    }
    closed = true;
    if (edge != null) {
      edge.close();
    }
    List<RunningPart> lastFirst = new ArrayList<>(parts);
    java.util.Collections.reverse(lastFirst);
    List<RunningPart> services =
        lastFirst.stream().filter(part -> part.part() instanceof ServicePart).toList();
    services.forEach(RunningPart::requestStop);
    // One deadline for all: a service still writing its class archive then is killed, and writes it
    // next time.
    Instant deadline = Instant.now().plus(PATIENCE);
    services.forEach(part -> part.stop(remaining(deadline)));
    lastFirst.stream()
        .filter(part -> !(part.part() instanceof ServicePart))
        .forEach(part -> part.stop(PATIENCE.multipliedBy(2)));
    writeState(false);
    parts.clear();
    lock.close();
  }

  private void closeAtTheEnd() {
    try {
      close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Duration remaining(Instant deadline) {
    Duration left = Duration.between(Instant.now(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** True when a suite runs on this folder. */
  public static boolean isRunning(SuiteFolder folder) throws IOException {
    return SuiteLock.isHeld(folder);
  }

  /**
   * Stops the suite of this folder from another process; false when none ran and nothing was left
   * over.
   */
  public static boolean stop(SuiteFolder folder) throws IOException {
    if (!Files.exists(folder.stateFile())) {
      return false;
    }
    boolean held = SuiteLock.isHeld(folder);
    SuiteState state = SuiteState.read(folder).orElseThrow();
    if (held) {
      ProcessHandle.of(state.supervisorPid()).ifPresent(ProcessHandle::destroy);
      awaitRelease(folder);
    }
    List<ProcessHandle> leftovers =
        state.parts().stream().flatMap(part -> part.process().stream()).toList();
    leftovers.forEach(Suite::endForcibly);
    return held || !leftovers.isEmpty();
  }

  private static void awaitRelease(SuiteFolder folder) throws IOException {
    Instant deadline = Instant.now().plusSeconds(90);
    while (SuiteLock.isHeld(folder)) {
      if (Instant.now().isAfter(deadline)) {
        throw new SuiteFailure("the suite does not stop; see " + folder.logs());
      }
      pause();
    }
  }
}
