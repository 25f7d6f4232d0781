package org.endoreg.stack.cli;

import java.nio.file.Path;
import java.util.List;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteOptions;
import picocli.CommandLine.Option;

/** The options that say which suite is meant. */
final class SuiteChoice {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with everything the suite keeps (default: .endoreg in the checkout).")
  Path data = Path.of(System.getProperty("hub.root", "."), ".endoreg");

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The one port people use, on loopback (default: ${DEFAULT-VALUE}).")
  int port = 8080;

  @Option(
      names = "--centers",
      paramLabel = "KEY",
      split = ",",
      description = "Centers of this suite (default: ${DEFAULT-VALUE}).")
  List<String> centers = List.of("local");

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      description = "How long a dropped file must stay unchanged (default: ${DEFAULT-VALUE}).")
  int settleSeconds = 3;

  SuiteFolder folder() {
    return new SuiteFolder(data, Path.of(System.getProperty("hub.root", ".")));
  }

  SuiteOptions options() {
    return new SuiteOptions(port, centers, settleSeconds);
  }
}
