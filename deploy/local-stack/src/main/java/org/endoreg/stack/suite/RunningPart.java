package org.endoreg.stack.suite;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.endoreg.backing.BackingFailure;
import org.jspecify.annotations.Nullable;

/** A part with its present process. Used by one thread at a time. */
final class RunningPart {
  /** A machine that starts several suites at once needs more. */
  private static final Duration PATIENCE =
      Duration.parse(System.getenv().getOrDefault("ENDOREG_START_PATIENCE", "PT2M"));

  private static final long LOOK_MILLIS = 100;

  private final Part part;
  private @Nullable Process process;
  private int restarts;
  private String state = "starting";

  RunningPart(Part part) {
    this.part = part;
  }

  Part part() {
    return part;
  }

  int restarts() {
    return restarts;
  }

  void launch() {
    try {
      process = part.launch();
    } catch (IOException | BackingFailure failed) {
      state = "failed";
      throw new SuiteFailure(part.name() + " could not be started: " + failed.getMessage(), failed);
    }
  }

  /** Waits until the part works; throws when it dies or takes too long. */
  void awaitReady() {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!part.isReady()) {
      if (!isAlive()) {
        state = "failed";
        throw new SuiteFailure(
            part.name() + " ended while starting; ./endoreg logs " + part.name());
      }
      if (Instant.now().isAfter(deadline)) {
        throw new SuiteFailure(
            "%s is not ready after %d s; ./endoreg logs %s"
                .formatted(part.name(), PATIENCE.toSeconds(), part.name()));
      }
      pause();
    }
    state = "ready";
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /**
   * Starts the process again and returns at once, because what it waits for may be down as well.
   */
  void restart() {
    restarts++;
    state = "restarting";
    launch();
  }

  /** True when a restarted part has just become ready. */
  boolean hasRecovered() {
    if (!state.equals("restarting") || !isAlive() || !part.isReady()) {
      return false;
    }
    state = "ready";
    return true;
  }

  void stop(Duration patience) {
    if (process == null) {
      return;
    }
    part.stop(process);
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        part.ended(process.exitValue());
      } else {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    state = "stopped";
  }

  void requestStop() {
    if (process != null) {
      process.destroy();
    }
  }

  SuiteState.PartState snapshot() {
    long pid = process == null ? -1 : process.pid();
    long startedAt =
        process == null ? 0 : process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return new SuiteState.PartState(part.name(), pid, startedAt, part.port(), state, restarts);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SuiteFailure("interrupted");
    }
  }
}
