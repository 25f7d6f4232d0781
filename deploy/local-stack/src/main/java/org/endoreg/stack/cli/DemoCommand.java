package org.endoreg.stack.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.endoreg.stack.demo.Demo;
import org.endoreg.stack.suite.Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the suite and sends the samples through both boundaries. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the suite, sends invented reports and videos through the drop folder and the upload API,",
      "shows their progress and what came out. The suite keeps running unless --exit is given.",
      "",
      "With --two-sites: starts a central hub and a site node, registers the site, and shows how an"
          + " invented report and a video are anonymized and signed off at the site and arrive at the"
          + " hub. It takes four ports in a row from --port on; the folders hub and site of the data folder"
          + " are each a suite for ./endoreg status, logs, doctor, node and transfer."
    })
final class DemoCommand implements Callable<Integer> {
  @Mixin private SuiteChoice choice = new SuiteChoice();

  @Option(
      names = "--exit",
      description = "Stop at the end; exit code 0 only if everything ended as it should.")
  private boolean exit;

  @Option(
      names = "--two-sites",
      description = "Show a central hub and a site that sends to it instead of one suite.")
  private boolean twoSites;

  @Option(
      names = "--without-nginx",
      description = "With --two-sites: let the hub end TLS itself, as it does where no nginx is.")
  private boolean withoutNginx;

  @Option(
      names = "--through",
      paramLabel = "PORT",
      description =
          "With --two-sites: the site reaches the hub by this port, where a program of yours hands"
              + " on to the fourth of the ports and makes the line as bad as you like.")
  private Optional<Integer> through = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (twoSites) {
      return new TwoSiteRun(choice, exit, withoutNginx, through, out).run();
    }
    out.println("Starting EndoReg Hub");
    out.flush();
    Suite suite = Suite.start(choice.folder(), choice.options(), new PartLines(out));
    Demo demo =
        new Demo(RunningSuite.client(choice.folder()), choice.folder(), choice.centers.get(0), out);
    boolean allAnonymized = demo.run();
    if (exit) {
      suite.close();
      return allAnonymized ? 0 : 1;
    }
    out.printf("%nOpen %s/ — stop with Ctrl-C or ./endoreg down.%n", suite.address());
    out.flush();
    suite.awaitEnd();
    return 0;
  }
}
