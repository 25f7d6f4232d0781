package org.endoreg.watcher.drop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how long each file has looked the same. Losing this memory only makes a file wait once
 * more.
 */
public final class Settling {
  private final SettleRule rule;
  private final Elapsed elapsed;
  private final Map<Path, Seen> seen = new HashMap<>();

  /** What a look at a file says, the best first. */
  enum State {
    SETTLED,
    WAITS,
    /** Waited too long; said once, then the file rests. */
    GIVEN_UP,
    RESTS
  }

  /** Judges files by this rule and this time. */
  public Settling(SettleRule rule, Elapsed elapsed) {
    this.rule = rule;
    this.elapsed = elapsed;
  }

  /** Takes one reading of the file and judges it. */
  State look(Path file, Snapshot snapshot) {
    Duration now = elapsed.now();
    @Nullable Seen before = seen.get(file);
    if (before == null || before.hasRested(now)) {
      seen.put(file, new Seen(snapshot, now));
      return State.WAITS;
    }
    return before.look(snapshot, now);
  }

  /** A file keeps what is known of it when it is renamed. */
  void renamed(Path from, Path to) {
    @Nullable Seen known = seen.remove(from);
    if (known != null) {
      seen.put(to, known);
    }
  }

  /** Forgets files that are no longer there. */
  void keepOnly(Collection<Path> present) {
    seen.keySet().retainAll(present);
  }

  private final class Seen {
    private final Duration first;
    private Snapshot snapshot;
    private Duration unchangedSince;
    private Duration lastReading;
    private int equalReadings;
    private @Nullable Duration restsUntil;

    Seen(Snapshot snapshot, Duration now) {
      this.snapshot = snapshot;
      this.first = now;
      this.unchangedSince = now;
      this.lastReading = now;
    }

    boolean hasRested(Duration now) {
      return restsUntil != null && now.compareTo(restsUntil) >= 0;
    }

    State look(Snapshot current, Duration now) {
      if (restsUntil != null) {
        return State.RESTS;
      }
      read(current, now);
      if (equalReadings >= rule.readings() && reached(unchangedSince, rule.settle(), now)) {
        return State.SETTLED;
      }
      if (reached(first, rule.giveUp(), now)) {
        restsUntil = now.plus(rule.rest());
        return State.GIVEN_UP;
      }
      return State.WAITS;
    }

    /** Looks that come early, as file events cause them, count for nothing. */
    private void read(Snapshot current, Duration now) {
      if (current.size() != snapshot.size()) {
        equalReadings = 0;
        lastReading = now;
      } else if (reached(lastReading, rule.interval(), now)) {
        equalReadings++;
        lastReading = now;
      }
      if (!current.equals(snapshot)) {
        snapshot = current;
        unchangedSince = now;
      }
    }

    private static boolean reached(Duration since, Duration span, Duration now) {
      return now.minus(since).compareTo(span) >= 0;
    }
  }
}
