package org.endoreg.stack.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.endoreg.stack.suite.Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops the suite of a data folder. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description =
        "Stops everything the suite of this data folder started, and nothing else. Data stay.")
final class DownCommand implements Callable<Integer> {
  @Mixin private SuiteChoice choice = new SuiteChoice();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    boolean stopped = Suite.stop(choice.folder());
    spec.commandLine().getOut().println(stopped ? "Stopped." : "Nothing was running.");
    return 0;
  }
}
