package org.endoreg.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.endoreg.contracts.DeploymentRole;
import org.junit.jupiter.api.Test;

/** {@code mvn test -pl platform/kernel -Ddocs.write=true} writes the page anew. */
class StartupChecksPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("hub.root", "../..")).resolve("docs/startup-checks.md");

  @Test
  void thePageIsTheTableInTheCode() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(PAGE).as("run with -Ddocs.write=true").hasContent(page());
  }

  private static String page() {
    String rows =
        StartupChecks.TABLE.stream()
            .map(
                check ->
                    "| %s | `%s` | %s | %s |"
                        .formatted(
                            check.id(), check.setting(), check.mustBe(), roles(check.roles())))
            .collect(Collectors.joining("\n"));
    return """
        # What must hold before a service starts

        Made from the table in `StartupChecks`. A setting that does not hold stops the start with one line that names it and
        an exit code other than 0; nothing starts degraded. Beyond the table: `endoreg.role` must be one of the four roles,
        `endoreg.centers` must be slugs, and every folder a service keeps things in must lie below `endoreg.protected-root`,
        also through links. A topic that the broker does not have, keeps in fewer copies than `endoreg.kafka.replication` (3 on a
        hub or a site, else 1) or with a lower `min.insync.replicas` than `endoreg.kafka.min-insync` (2, else 1) stops it too
        (S16), outside standalone; a broker that is away stops nothing and is asked until it answers.

        The transfer hub checks besides: a hub that takes transfers has the private half of every recipient key that is not
        revoked (S11) and is the only active node in its role (S15). A site that sends has its secret, certificate, authority and
        the hub's keys (S12), an https address of the hub (S13), `poll` < `answer-timeout` < `upload-timeout` (S14), all below
        `endoreg.transfer.sender`, and one center that owns it: the only one of `endoreg.centers` or the one that
        `endoreg.transfer.sender.center` names among them (S15).

        | | Setting | What it must be | Roles |
        |---|---|---|---|
        %s
        """
        .formatted(rows);
  }

  private static String roles(Set<DeploymentRole> roles) {
    return roles.stream().map(DeploymentRole::wireName).collect(Collectors.joining(", "));
  }
}
