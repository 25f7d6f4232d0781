package org.endoreg.stack.cli;

import java.nio.file.Path;
import java.util.List;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.stack.suite.SuiteFailure;
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

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description =
          "standalone, site_node, central_hub or local_study_server; every role but standalone"
              + " brings Keycloak along (default: ${DEFAULT-VALUE}).")
  String role = "standalone";

  @Option(
      names = "--with-keycloak",
      description = "Sign in through Keycloak; the role is then site_node unless --role says else.")
  boolean withKeycloak;

  SuiteFolder folder() {
    return new SuiteFolder(data, Path.of(System.getProperty("hub.root", ".")));
  }

  SuiteOptions options() {
    return new SuiteOptions(port, centers, settleSeconds, role());
  }

  private DeploymentRole role() {
    String name = withKeycloak && role.equals("standalone") ? "site_node" : role;
    return DeploymentRole.named(name)
        .orElseThrow(
            () ->
                new SuiteFailure(
                    "--role must be standalone, site_node, central_hub or local_study_server"));
  }
}
