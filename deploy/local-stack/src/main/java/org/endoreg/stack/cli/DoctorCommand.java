package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks this machine and, when it runs, the suite. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Checks what the suite needs and how it is; exit code 1 when a check fails.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private SuiteChoice choice = new SuiteChoice();

  @Option(names = "--json", description = "Print one JSON array of checks.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<Check> checks = new Checkup(choice.folder(), choice.options()).checks();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(checks));
    } else {
      checks.forEach(
          check ->
              out.printf("  %s %-18s %s%n", check.ok() ? "✔" : "✘", check.name(), check.detail()));
    }
    out.flush();
    return checks.stream().allMatch(Check::ok) ? 0 : 1;
  }

  /** One finding; {@code detail} says what to do when it is not ok. */
  record Check(String name, boolean ok, String detail) {}
}
