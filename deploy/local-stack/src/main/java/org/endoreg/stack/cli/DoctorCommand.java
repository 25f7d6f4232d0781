package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.endoreg.stack.doctor.Check;
import org.endoreg.stack.doctor.Doctor;
import org.endoreg.stack.suite.Suite;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks this machine and, when it runs, the suite. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks what the suite needs and, when it runs, how it is: parts, databases, broker,"
          + " consumers, outboxes, jobs, quarantine, audit chains, keys, disk and clock.",
      "",
      "Exit code 0 when nothing is red, 1 otherwise. Yellow can wait, red cannot."
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private SuiteChoice choice = new SuiteChoice();

  @Option(
      names = "--json",
      description = "Print {checks: [{name, status, detail, help}], healthy}.")
  private boolean json;

  @Option(
      names = "--min-free",
      paramLabel = "MIB",
      description = "Less free space than this is red (default: ${DEFAULT-VALUE}).")
  private long leastFreeMiB = 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    SuiteFolder folder = choice.folder();
    Optional<SuiteState> state =
        Suite.isRunning(folder) ? SuiteState.read(folder) : Optional.empty();
    Doctor doctor =
        new Doctor(
            folder,
            choice.options().port(),
            leastFreeMiB,
            address -> RunningSuite.client(folder, address, state.orElseThrow()));
    Doctor.Findings findings = doctor.examine(state);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(findings));
    } else {
      findings.checks().forEach(check -> print(out, check));
    }
    out.flush();
    return findings.healthy() ? 0 : 1;
  }

  private static void print(PrintWriter out, Check check) {
    out.printf("  %s %-22s %s%n", check.status().sign(), check.name(), check.detail());
    if (!check.help().isEmpty()) {
      out.printf("    %-22s → %s%n", "", check.help());
    }
  }
}
