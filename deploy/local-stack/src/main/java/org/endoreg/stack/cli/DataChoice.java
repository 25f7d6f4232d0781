package org.endoreg.stack.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.suite.SuiteFolder;
import picocli.CommandLine.Option;

/** The option of commands that only talk to a suite that runs. */
final class DataChoice {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the running suite (default: .endoreg in the checkout).")
  private Path data = Path.of(System.getProperty("hub.root", "."), ".endoreg");

  HubClient suite() throws IOException {
    return RunningSuite.client(new SuiteFolder(data, Path.of(System.getProperty("hub.root", "."))));
  }
}
