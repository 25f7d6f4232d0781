package org.endoreg.stack.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.endoreg.stack.suite.Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the suite and stays, or leaves it running in the background. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description =
        "Starts PostgreSQL, Kafka and all services; prints the address when they are ready.")
final class UpCommand implements Callable<Integer> {
  @Mixin private SuiteChoice choice = new SuiteChoice();

  @Option(names = "--detach", description = "Leave the suite running and return when it is ready.")
  private boolean detach;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (detach) {
      return new DetachedStart(choice, out).run();
    }
    Instant begun = Instant.now();
    out.println("Starting EndoReg Hub");
    out.flush();
    Suite suite = Suite.start(choice.folder(), choice.options(), new PartLines(out));
    out.printf(
        Locale.ROOT,
        "Ready after %.1f s: %s/%nStop with Ctrl-C or ./endoreg down.%n",
        Duration.between(begun, Instant.now()).toMillis() / 1000.0,
        suite.address());
    if (choice.options().signsIn()) {
      out.printf(
          "Sign in as operator with the password in %s.%n",
          choice.folder().data().resolve("passwords/operator"));
    }
    out.flush();
    suite.awaitEnd();
    return 0;
  }
}
