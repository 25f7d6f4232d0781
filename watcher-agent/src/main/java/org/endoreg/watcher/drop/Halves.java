package org.endoreg.watcher.drop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Remembers since when half a pair has been complete in itself and waits for the other half. */
final class Halves {
  private final Duration patience;
  private final Elapsed elapsed;
  private final Map<String, Duration> since = new HashMap<>();

  Halves(Duration patience, Elapsed elapsed) {
    this.patience = patience;
    this.elapsed = elapsed;
  }

  /** True when this half has waited long enough; the wait begins with the first call. */
  boolean hasWaited(String stem) {
    Duration now = elapsed.now();
    Duration began = since.computeIfAbsent(stem, first -> now);
    return now.minus(began).compareTo(patience) >= 0;
  }

  void keepOnly(Collection<String> waiting) {
    since.keySet().retainAll(waiting);
  }
}
