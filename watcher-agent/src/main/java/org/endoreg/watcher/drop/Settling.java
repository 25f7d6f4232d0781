package org.endoreg.watcher.drop;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers since when each file has looked the same. Losing this memory only makes a file wait
 * once more.
 */
final class Settling {
  private final Duration settle;
  private final Map<Path, Seen> seen = new HashMap<>();

  Settling(Duration settle) {
    this.settle = settle;
  }

  /** True when the file has been in this state for the settle time. */
  boolean isSettled(Path file, Snapshot snapshot, Instant now) {
    @Nullable Seen before = seen.get(file);
    if (before == null || !before.snapshot.equals(snapshot)) {
      seen.put(file, new Seen(snapshot, now));
      return settle.isZero();
    }
    return !before.since.plus(settle).isAfter(now);
  }

  /** Forgets files that are no longer there. */
  void keepOnly(Collection<Path> present) {
    seen.keySet().retainAll(present);
  }

  private record Seen(Snapshot snapshot, Instant since) {}
}
