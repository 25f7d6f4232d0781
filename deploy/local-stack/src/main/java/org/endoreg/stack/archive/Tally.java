package org.endoreg.stack.archive;

import java.util.Map;
import java.util.TreeMap;

/** What became of the files of one run. */
public final class Tally {
  private final Map<String, Long> refused = new TreeMap<>();
  private long accepted;
  private long reused;
  private long known;

  Tally() {}

  synchronized void accepted(boolean wasThere) {
    if (wasThere) {
      reused++;
    } else {
      accepted++;
    }
  }

  synchronized void skippedAsKnown() {
    known++;
  }

  synchronized void refused(String code) {
    refused.merge(code, 1L, Long::sum);
  }

  /** Files that became jobs. */
  public synchronized long accepted() {
    return accepted;
  }

  /** Files whose bytes the hub had already. */
  public synchronized long reused() {
    return reused;
  }

  /** Files an earlier run had sent. */
  public synchronized long known() {
    return known;
  }

  /** Files that were not taken, by the hub's code or {@code unreadable}. */
  public synchronized Map<String, Long> refused() {
    return Map.copyOf(refused);
  }
}
