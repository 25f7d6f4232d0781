package org.endoreg.journeys.transferfaults;

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
import org.endoreg.backing.ShapedLink;
import org.endoreg.backing.ShapedLink.Way;

/** What a run did and found, as a page for people; written only when that is asked for. */
record LineFaultReport(
    LineFaultPlan plan,
    List<LineFault> struck,
    List<SignOff> signedOff,
    TransferState state,
    int sentAgain,
    Traffic traffic) {
  private static final Path PAGE =
      Path.of(System.getProperty("hub.root", "."), "docs/transfer-fault-report.md");

  /** What crossed the line. */
  record Traffic(int connections, long up, long down) {
    static Traffic of(ShapedLink link) {
      return new Traffic(link.accepted(), link.taken(Way.UP), link.taken(Way.DOWN));
    }
  }

  /** In one line. */
  String summary() {
    return "%d faults %s, %d sign-offs %s, %d applied, %d sent again by a person, no violation"
        .formatted(
            struck.size(),
            count(struck, LineFault::kind),
            signedOff.size(),
            count(state.outbound(), TransferState.Outbound::status),
            state.appliedEvents().size(),
            sentAgain);
  }

  void write(Duration taken) throws IOException {
    if (!Boolean.getBoolean("docs.write")) {
      return;
    }
    long artifacts = signedOff.stream().mapToLong(SignOff::size).sum();
    StringBuilder page = new StringBuilder();
    page.append("# Transfers under faults\n\n");
    page.append("Written by `TransferFaultTest`; how to repeat it: [transfer](transfer.md).\n\n");
    page.append(
        "%d faults in %d minutes, `-Dtransfer.faults.seed=%d`. Violations: **none**.%n%n"
            .formatted(struck.size(), taken.toMinutes(), plan.seed()));
    table(page, "Fault", count(struck, fault -> fault.kind() + ", " + fault.part()));
    table(page, "Sign-offs in the end", count(state.outbound(), TransferState.Outbound::status));
    page.append(
        "%d were sent again by a person. At the hub: %d transfers applied, %d media, %d links to"
            .formatted(
                sentAgain,
                state.appliedEvents().size(),
                state.media().size(),
                state.links().size()));
    page.append(
        " patients. %d connections carried %d MiB up for artifacts of %d MiB, and %d KiB down.%n"
            .formatted(
                traffic.connections(), traffic.up() >> 20, artifacts >> 20, traffic.down() >> 10));
    Files.writeString(PAGE, page);
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
