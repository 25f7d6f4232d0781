package org.endoreg.platform.startup;

import static org.endoreg.contracts.DeploymentRole.CENTRAL_HUB;
import static org.endoreg.contracts.DeploymentRole.LOCAL_STUDY_SERVER;
import static org.endoreg.contracts.DeploymentRole.SITE_NODE;
import static org.endoreg.contracts.DeploymentRole.STANDALONE;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.endoreg.contracts.DeploymentRole;

/**
 * What must hold before a service starts, as one table. A violated check stops the start with one
 * line that names the setting; nothing starts degraded.
 */
final class StartupChecks {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
  private static final Set<String> TLS_PROTOCOLS = Set.of("SSL", "SASL_SSL");
  private static final Set<DeploymentRole> SERVERS = EnumSet.of(CENTRAL_HUB, LOCAL_STUDY_SERVER);
  private static final Set<DeploymentRole> SIGN_IN = EnumSet.complementOf(EnumSet.of(STANDALONE));
  private static final Set<DeploymentRole> HUB = EnumSet.of(CENTRAL_HUB);

  /** One check: where it applies, the setting it names, what that must be, and when it is not. */
  record Check(
      String id,
      Set<DeploymentRole> roles,
      String setting,
      String mustBe,
      Predicate<StartupFacts> violated) {}

  static final List<Check> TABLE =
      List.of(
          new Check(
              "S2",
              SIGN_IN,
              "quarkus.profile",
              "must not be dev outside standalone",
              facts -> facts.profile().equals("dev")),
          new Check(
              "S4",
              SERVERS,
              "quarkus.datasource.jdbc.url",
              "must name a PostgreSQL database",
              facts ->
                  facts
                      .databaseUrl()
                      .filter(url -> !url.startsWith("jdbc:postgresql:"))
                      .isPresent()),
          new Check(
              "S5",
              HUB,
              "endoreg.transfer.require-secure-transport",
              "must be true on a central hub",
              facts -> !facts.transfer().secureTransport()),
          new Check(
              "S6",
              HUB,
              "endoreg.transfer.require-mtls",
              "must be true on a central hub",
              facts -> !facts.transfer().mtls()),
          new Check(
              "S6",
              HUB,
              "endoreg.transfer.mtls-header",
              "must name the header in which the proxy attests the certificate",
              facts -> facts.transfer().mtlsHeader().isEmpty()),
          new Check(
              "S6",
              HUB,
              "endoreg.transfer.mtls-value",
              "must be the value with which the proxy attests the certificate",
              facts -> facts.transfer().mtlsValue().isEmpty()),
          new Check(
              "S7",
              HUB,
              "endoreg.transfer.proxy-scheme-header",
              "must name the header in which the proxy states the scheme",
              facts -> facts.transfer().schemeHeader().isEmpty()),
          new Check(
              "S8",
              EnumSet.complementOf(EnumSet.of(CENTRAL_HUB)),
              "endoreg.transfer.enabled",
              "may be true on a central hub only",
              facts -> facts.transfer().enabled()),
          new Check(
              "S9",
              SIGN_IN,
              "endoreg.protected-root",
              "must name the folder that everything kept lies below",
              facts -> facts.protectedRoot().isEmpty()),
          new Check(
              "S10",
              SIGN_IN,
              "endoreg.oidc.enabled",
              "must be true; only standalone runs without sign-in",
              facts -> !facts.oidcEnabled()),
          new Check(
              "S10",
              SIGN_IN,
              "endoreg.oidc.issuer",
              "must be an https URL (http on loopback only)",
              facts -> facts.oidcIssuer().filter(StartupChecks::isSafe).isEmpty()),
          new Check(
              "S10",
              SIGN_IN,
              "quarkus.oidc.tls.verification",
              "must not be none",
              facts -> facts.oidcTls().equals("none")),
          new Check(
              "S10",
              EnumSet.of(STANDALONE),
              "quarkus.http.host",
              "standalone has no sign-in and may listen on loopback only",
              facts -> !LOOPBACK.contains(facts.httpHost())),
          new Check(
              "S16",
              EnumSet.of(CENTRAL_HUB, SITE_NODE),
              "kafka.security.protocol",
              "must be SSL or SASL_SSL",
              facts -> !isProtected(facts.broker())),
          new Check(
              "S17",
              SERVERS,
              "endoreg.protected-root",
              "must hold the file .encrypted with which the host declares it encrypted",
              facts -> !facts.protectedRootIsMarked()),
          new Check(
              "S17",
              SERVERS,
              "endoreg.protected-root",
              "must be a mount point, unless endoreg.protected-root-mounted is false",
              facts -> !facts.protectedRootIsMounted()),
          new Check(
              "S18",
              HUB,
              "endoreg.transfer.trusted-proxies",
              "must not be empty while transfers are enabled",
              facts -> facts.transfer().enabled() && facts.transfer().trustedProxies().isEmpty()));

  private StartupChecks() {}

  /** The first check that does not hold; empty when the service may start. */
  static Optional<StartupRefused> refusal(StartupFacts facts) {
    return TABLE.stream()
        .filter(check -> check.roles().contains(facts.role()) && check.violated().test(facts))
        .findFirst()
        .map(check -> new StartupRefused(check.setting(), check.mustBe()))
        .or(() -> folderOutside(facts));
  }

  /** S9 for each folder; a link that leads out of the root is outside. */
  private static Optional<StartupRefused> folderOutside(StartupFacts facts) {
    return facts
        .protectedRoot()
        .flatMap(root -> outside(root, facts.keptFolders()))
        .map(setting -> new StartupRefused(setting, "must lie below endoreg.protected-root"));
  }

  private static Optional<String> outside(Path root, Map<String, Path> folders) {
    return folders.entrySet().stream()
        .filter(folder -> !folder.getValue().startsWith(root))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  private static boolean isSafe(String issuer) {
    try {
      URI uri = URI.create(issuer);
      String host = String.valueOf(uri.getHost());
      return "https".equals(uri.getScheme())
          || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host));
    } catch (IllegalArgumentException notAUrl) {
      return false;
    }
  }

  private static boolean isProtected(StartupFacts.Broker broker) {
    boolean onLoopback = LOOPBACK.containsAll(broker.hosts());
    return TLS_PROTOCOLS.contains(broker.protocol())
        || (broker.plainLoopbackAllowed() && onLoopback);
  }
}
