package org.endoreg.journeys.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Carries planned faults out. Faults of different parts overlap; of one part they come one after
 * the other. What a fault should hit may end by itself in between; then the next one in its place
 * is hit.
 */
public final class Strikes<F> {
  private final int atOnce;
  private final Duration patience;
  private final Target<F> target;
  private final Map<String, ReentrantLock> parts = new ConcurrentHashMap<>();
  private final List<Struck<F>> struck = new ArrayList<>();

  /** At most so many faults at the same time; each is tried for that long. */
  public Strikes(int atOnce, Duration patience, Target<F> target) {
    this.atOnce = atOnce;
    this.patience = patience;
    this.target = target;
  }

  /** What faults strike. */
  public interface Target<F> {
    /** Faults of one part exclude each other. */
    String partOf(F fault);

    /** Returns when the fault is over; false when there was nothing to hit. */
    boolean happens(F fault) throws IOException, InterruptedException;

    /** Returns when the next fault may come. */
    default void awaitNext() throws InterruptedException {
      // most come by the clock alone
    }
  }

  /** A fault and how long after the one before it comes. */
  public record Planned<F>(F fault, Duration after) {}

  /** A fault that really happened, and when. */
  public record Struck<F>(F fault, String at) {
    @Override
    public String toString() {
      return at + " " + fault;
    }
  }

  /** Returns when the last fault is over. */
  public List<Struck<F>> carryOut(List<Planned<F>> plan) throws InterruptedException {
    ExecutorService hands = Executors.newFixedThreadPool(atOnce);
    for (Planned<F> planned : plan) {
      target.awaitNext();
      TimeUnit.MILLISECONDS.sleep(planned.after().toMillis());
      hands.execute(() -> strike(planned.fault()));
    }
    hands.shutdown();
    hands.awaitTermination(3, TimeUnit.HOURS);
    synchronized (struck) {
      return List.copyOf(struck);
    }
  }

  private void strike(F fault) {
    ReentrantLock part = parts.computeIfAbsent(target.partOf(fault), unused -> new ReentrantLock());
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

  private boolean happensInTheEnd(F fault) throws IOException, InterruptedException {
    Instant limit = Instant.now().plus(patience);
    boolean happened = target.happens(fault);
    while (!happened && Instant.now().isBefore(limit)) {
      happened = target.happens(fault);
    }
    return happened;
  }

  private void note(F fault) {
    synchronized (struck) {
      struck.add(new Struck<>(fault, Instant.now().toString()));
    }
  }
}
