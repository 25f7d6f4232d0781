package org.endoreg.stack.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.sites.TwoSiteDemo;
import org.endoreg.stack.sites.TwoSites;
import org.endoreg.stack.suite.NodeDoor;
import org.endoreg.stack.suite.SuiteFolder;

/** The demo with two suites: runs it, tells where to look, and stays until it is stopped. */
final class TwoSiteRun {
  private final boolean exit;
  private final PrintWriter out;
  private final TwoSites.Plan plan;

  TwoSiteRun(
      SuiteChoice choice,
      boolean exit,
      boolean direct,
      Optional<Integer> through,
      PrintWriter out) {
    this.exit = exit;
    this.out = out;
    SuiteFolder whole = choice.folder();
    this.plan =
        new TwoSites.Plan(
            whole.data(),
            whole.root(),
            choice.port,
            choice.centers,
            choice.settleSeconds,
            direct ? Optional.empty() : NodeDoor.program(whole.root()),
            through);
  }

  int run() throws IOException, InterruptedException {
    Instant begun = Instant.now();
    TwoSites sites = new TwoSites(plan);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(sites)));
    boolean arrived =
        new TwoSiteDemo(plan, TwoSiteRun::client, out)
            .run(sites, suite -> new PartLines(out, suite));
    out.printf(
        Locale.ROOT, "  after %.1f s%n", Duration.between(begun, Instant.now()).toMillis() / 1e3);
    if (exit || !arrived) {
      sites.close();
      return arrived ? 0 : 1;
    }
    tellWhereToLook();
    sites.awaitEnd();
    return 0;
  }

  private void tellWhereToLook() {
    out.printf(
        "%nOpen %s/ for the hub and %s/ for the site — stop with Ctrl-C.%n",
        plan.hubPage(), plan.sitePage());
    out.printf(
        "Sign in as operator with the password in %s and %s.%n",
        plan.hub().passwords().resolve("operator"), plan.site().passwords().resolve("operator"));
    out.flush();
  }

  private static HubClient client(SuiteFolder folder) {
    try {
      return RunningSuite.client(folder);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void close(TwoSites sites) {
    try {
      sites.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
