package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.endoreg.stack.archive.ArchiveIngest;
import org.endoreg.stack.archive.ArchiveListener;
import org.endoreg.stack.archive.Plan;
import org.endoreg.stack.archive.RefusedList;
import org.endoreg.stack.archive.Tally;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.progress.Terminal;
import org.endoreg.stack.progress.TransferProgress;
import org.endoreg.stack.suite.SuiteFolder;

/** Sends folders and shows it: a plan, a line of progress, a table at the end; or JSON lines. */
final class ArchiveRun {
  private static final double MIB = 1 << 20;
  private static final double MEGABYTE = 1_000_000;

  private final SuiteFolder suite;
  private final ArchiveLimits limits;
  private final PrintWriter out;
  private final boolean json;
  private final ObjectMapper mapper = new ObjectMapper();

  ArchiveRun(SuiteFolder suite, ArchiveLimits limits, PrintWriter out, boolean json) {
    this.suite = suite;
    this.limits = limits;
    this.out = out;
    this.json = json;
  }

  /** True when nothing was refused. */
  boolean send(HubClient hub, List<Path> folders, String center) throws IOException {
    Path own = suite.data().resolve("archive");
    TransferProgress progress =
        json ? TransferProgress.silent() : new TransferProgress(out, Terminal.isWatched());
    ArchiveIngest.Order order =
        new ArchiveIngest.Order(
            folders,
            center,
            own.resolve("journal"),
            limits.maxWaiting,
            Duration.ofMinutes(limits.patienceMinutes));
    Tally tally;
    try (RefusedList refused = new RefusedList(own.resolve("refused.txt"))) {
      tally =
          ArchiveIngest.overHttp(
                  order, hub, limits.maxRate * MEGABYTE, new Shown(refused), progress)
              .run();
    }
    print(tally, own.resolve("refused.txt"));
    return tally.refused().isEmpty();
  }

  private void print(Tally tally, Path refused) {
    if (json) {
      line(
          Map.of(
              "event", "end",
              "accepted", tally.accepted(),
              "reused", tally.reused(),
              "known", tally.known(),
              "refused", tally.refused()));
      return;
    }
    out.printf("  %-28s %d%n", "accepted", tally.accepted());
    out.printf("  %-28s %d%n", "already at the hub", tally.reused());
    out.printf("  %-28s %d%n", "sent by an earlier run", tally.known());
    tally.refused().forEach((code, count) -> out.printf("  ✘ %-26s %d%n", code, count));
    if (!tally.refused().isEmpty()) {
      out.println("  which ones: " + refused);
    }
  }

  private void line(Map<String, ?> event) {
    try {
      String text = mapper.writeValueAsString(event);
      synchronized (out) {
        out.println(text);
        out.flush();
      }
    } catch (IOException cannotHappen) {
      throw new IllegalStateException(cannotHappen);
    }
  }

  private final class Shown implements ArchiveListener {
    private final RefusedList refused;

    Shown(RefusedList refused) {
      this.refused = refused;
    }

    @Override
    public void planned(Plan plan) {
      if (json) {
        line(
            Map.of(
                "event", "plan",
                "files", plan.files(),
                "bytes", plan.bytes(),
                "kinds", plan.kinds(),
                "known", plan.known(),
                "skipped", plan.skipped(),
                "unreadable", plan.unreadable()));
        return;
      }
      out.printf(Locale.ROOT, "%d files to send, %.1f MiB%n", plan.files(), plan.bytes() / MIB);
      plan.kinds().forEach((kind, count) -> out.printf("  %-28s %d%n", kind, count));
      plan.skipped().forEach((why, count) -> out.printf("  left out: %-18s %d%n", why, count));
      out.flush();
    }

    @Override
    public void sent(String job, boolean reused) {
      if (json) {
        line(Map.of("event", "sent", "job_id", job, "reused", reused));
      }
    }

    @Override
    public void refused(Path path, String code) {
      refused.add(path, code);
      if (json) {
        line(Map.of("event", "refused", "code", code));
      }
    }
  }
}
