package org.endoreg.stack.suite;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.endoreg.backing.BackingFailure;
import org.jspecify.annotations.Nullable;

/**
 * A part with its present process. One thread starts it and looks after it; another may stop it at
 * any time, after which it is not started again.
 */
final class RunningPart {
  /** A part that dies this often within an hour is left alone until the hour is over. */
  private static final int MOST_RESTARTS_AN_HOUR = 50;

  /** A machine that starts several suites at once needs more. */
  private static final Duration PATIENCE =
      Duration.parse(System.getenv().getOrDefault("ENDOREG_START_PATIENCE", "PT2M"));

  private static final long LOOK_MILLIS = 100;

  private final Part part;
  private final Deque<Instant> lately = new ArrayDeque<>();
  private volatile @Nullable Process process;
  private volatile String state = "starting";
  private int restarts;
  private boolean over;

  RunningPart(Part part) {
    this.part = part;
  }

  Part part() {
    return part;
  }

  int restarts() {
    return restarts;
  }

  synchronized void launch() {
    if (over) {
      throw new SuiteFailure(part.name() + " was stopped before it had started");
    }
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
    @Nullable Process present = process;
    return present != null && present.isAlive();
  }

  /** False while it has died too often. */
  boolean mayRestart() {
    Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
    lately.removeIf(restart -> restart.isBefore(anHourAgo));
    return lately.size() < MOST_RESTARTS_AN_HOUR;
  }

  /**
   * Starts the process again and returns at once, because what it waits for may be down as well.
   */
  void restart() {
    restarts++;
    lately.add(Instant.now());
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

  synchronized void stop(Duration patience) {
    over = true;
    @Nullable Process present = process;
    if (present == null) {
      return;
    }
    part.stop(present);
    try {
      if (present.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        part.ended(present.exitValue());
      } else {
        present.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      present.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    state = "stopped";
  }

  synchronized void requestStop() {
    over = true;
    @Nullable Process present = process;
    if (present != null) {
      present.destroy();
    }
  }

  SuiteState.PartState snapshot() {
    @Nullable Process present = process;
    long pid = present == null ? -1 : present.pid();
    long startedAt =
        present == null ? 0 : present.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
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
