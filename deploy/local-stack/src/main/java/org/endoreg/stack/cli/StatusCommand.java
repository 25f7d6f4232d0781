package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.Suite;
import org.endoreg.stack.suite.SuiteState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the parts of the suite and how many jobs stand where. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows the parts of the suite and its jobs; exit code 1 when it is not running.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private SuiteChoice choice = new SuiteChoice();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Optional<SuiteState> state =
        Suite.isRunning(choice.folder()) ? SuiteState.read(choice.folder()) : Optional.empty();
    Status status = state.isPresent() ? of(state.orElseThrow()) : Status.stopped();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(status));
    } else {
      print(out, status);
    }
    out.flush();
    return status.running() ? 0 : 1;
  }

  private Status of(SuiteState state) throws IOException {
    Map<String, Long> jobs = new TreeMap<>();
    if (state.ready()) {
      for (JobRow job : RunningSuite.client(choice.folder(), state).jobs()) {
        jobs.merge(job.status(), 1L, Long::sum);
      }
    }
    return new Status(true, state.ready(), state.address(), state.parts(), jobs);
  }

  private static void print(PrintWriter out, Status status) {
    if (!status.running()) {
      out.println("Not running. Start it with ./endoreg up or ./endoreg demo.");
      return;
    }
    out.println(status.address() + "/" + (status.ready() ? "" : "  (starting)"));
    for (SuiteState.PartState part : status.parts()) {
      String sign = part.process().isPresent() ? "✔" : "✘";
      out.printf(
          "  %s %-24s pid %-8d port %-6d restarts %d%n",
          sign, part.name(), part.pid(), part.port(), part.restarts());
    }
    status.newestJobs().forEach((state, count) -> out.printf("  %-12s %d jobs%n", state, count));
  }

  /** What the command prints; {@code newestJobs} counts up to 200 jobs by status. */
  record Status(
      boolean running,
      boolean ready,
      String address,
      List<SuiteState.PartState> parts,
      Map<String, Long> newestJobs) {

    static Status stopped() {
      return new Status(false, false, "", List.of(), Map.of());
    }
  }
}
