package org.endoreg.stack.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an archive holds, counted before anything is sent. */
public final class Plan {
  private final Map<FileKind, long[]> kinds = new EnumMap<>(FileKind.class);
  private long known;
  private long unreadable;

  private Plan() {}

  /** Walks the folders once; files the journal knows are counted apart. */
  static Plan of(List<Path> roots, Journal journal, String center) throws IOException {
    Plan plan = new Plan();
    for (Path root : roots) {
      new ArchiveWalk(root).run(plan.new Counting(journal, center));
    }
    return plan;
  }

  /** Files that are to be sent. */
  public long files() {
    return count(FileKind.REPORT) + count(FileKind.VIDEO);
  }

  /** Their bytes. */
  public long bytes() {
    return bytes(FileKind.REPORT) + bytes(FileKind.VIDEO);
  }

  /** Files an earlier run has sent. */
  public long known() {
    return known;
  }

  /** Entries that cannot be read. */
  public long unreadable() {
    return unreadable;
  }

  /** Files to be sent, by kind. */
  public Map<String, Long> kinds() {
    return counts(true);
  }

  /** Files left out, by reason. */
  public Map<String, Long> skipped() {
    return counts(false);
  }

  private Map<String, Long> counts(boolean sent) {
    Map<String, Long> counts = new TreeMap<>();
    kinds.forEach(
        (kind, sums) -> {
          if (kind.isSent() == sent) {
            counts.put(kind.wireName(), sums[0]);
          }
        });
    return counts;
  }

  private void add(FileKind kind, long bytes) {
    long[] sums = kinds.computeIfAbsent(kind, unused -> new long[2]);
    sums[0]++;
    sums[1] += bytes;
  }

  private long count(FileKind kind) {
    return kinds.getOrDefault(kind, new long[2])[0];
  }

  private long bytes(FileKind kind) {
    return kinds.getOrDefault(kind, new long[2])[1];
  }

  private final class Counting implements ArchiveWalk.Listener {
    private final Journal journal;
    private final String center;

    Counting(Journal journal, String center) {
      this.journal = journal;
      this.center = center;
    }

    @Override
    public void file(ArchiveFile file) {
      if (journal.knows(center, file)) {
        known++;
      } else {
        add(file.kind(), file.size());
      }
    }

    @Override
    public void skipped(FileKind reason) {
      add(reason, 0);
    }

    @Override
    public void unreadable(Path path) {
      unreadable++;
    }
  }
}
