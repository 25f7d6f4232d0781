package org.endoreg.journeys.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.endoreg.journeys.SuiteProcess;
import org.endoreg.journeys.faults.History.Operation;

/** What a run did and found, as a page for people; written only when that is asked for. */
record FaultReport(
    FaultPlan plan, List<Fault> struck, History history, FinalState state, String disk) {
  private static final Path PAGE =
      Path.of(System.getProperty("hub.root", "."), "docs/fault-report.md");

  /** In one line. */
  String summary() {
    return "%d faults %s, jobs %s, %d quarantined, %d media, %d events, no violation"
        .formatted(
            struck.size(),
            count(struck, Fault::kind),
            count(state.jobs(), FinalState.Job::status),
            state.quarantine().size(),
            state.media().size(),
            state.events().size());
  }

  void write(SuiteProcess suite, Duration taken) throws IOException {
    if (!Boolean.getBoolean("docs.write")) {
      return;
    }
    long mebibytes = new StateReader(suite).bytes() >> 20;
    StringBuilder page = new StringBuilder();
    page.append("# A run under faults\n\n");
    page.append("Written by `FaultTest`; how to repeat it: [operations](operations.md).\n\n");
    page.append(
        "%d faults in %d minutes, `-Dfaults.seed=%d`. Violations: **none**.%n%n"
            .formatted(struck.size(), taken.toMinutes(), plan.seed()));
    page.append("The disk was made full by %s.%n%n".formatted(disk));
    table(page, "Fault", count(struck, fault -> fault.kind() + ", " + fault.part()));
    table(page, "Asked and answered", count(history.entries(), FaultReport::question));
    table(page, "Jobs in the end", count(state.jobs(), FaultReport::outcome));
    page.append(
        "Beside them %d drops in quarantine, %d media with %d links, %d events, %d blobs of"
            .formatted(
                state.quarantine().size(),
                state.media().size(),
                state.links().size(),
                state.events().size(),
                state.blobs().size()));
    page.append(
        " %d MiB. %d questions had to be repeated, at most %d times.%n"
            .formatted(
                mebibytes,
                history.entries().stream().filter(entry -> entry.attempts() > 1).count(),
                history.entries().stream().mapToInt(History.Entry::attempts).max().orElse(0)));
    Files.writeString(PAGE, page);
  }

  private static String question(History.Entry entry) {
    boolean submission =
        entry.operation() != Operation.CANCEL && entry.operation() != Operation.RETRY;
    String file = submission ? " of a " + lower(entry.content()) + " file" : "";
    return lower(entry.operation()) + file + ": " + lower(entry.answer());
  }

  private static String outcome(FinalState.Job job) {
    return job.code().equals("-") ? job.status() : job.status() + ", " + job.code();
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static void table(StringBuilder page, String title, Map<String, Long> counts) {
    page.append("| %s | |%n|---|---:|%n".formatted(title));
    counts.forEach((name, count) -> page.append("| %s | %d |%n".formatted(name, count)));
    page.append('\n');
  }

  private static <T> Map<String, Long> count(List<T> all, Function<T, String> name) {
    return all.stream().collect(groupingBy(name, TreeMap::new, counting()));
  }
}
