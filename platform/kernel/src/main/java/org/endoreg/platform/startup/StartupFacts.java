package org.endoreg.platform.startup;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.endoreg.contracts.DeploymentRole;

/**
 * What a start depends on, as plain values, so that the checks are a pure function. {@code
 * keptFolders} are the folders of this service by the setting that names them, resolved through
 * links like {@code protectedRoot}.
 */
record StartupFacts(
    DeploymentRole role,
    String profile,
    String httpHost,
    Optional<String> databaseUrl,
    Optional<Path> protectedRoot,
    boolean protectedRootIsMarked,
    boolean protectedRootIsMounted,
    Map<String, Path> keptFolders,
    boolean oidcEnabled,
    Optional<String> oidcIssuer,
    String oidcTls,
    TransferBoundary transfer,
    Broker broker) {

  /** The transfer settings; blank text is empty. */
  record TransferBoundary(
      boolean enabled,
      boolean secureTransport,
      boolean mtls,
      Optional<String> mtlsHeader,
      Optional<String> mtlsValue,
      Optional<String> schemeHeader,
      List<String> trustedProxies) {}

  /** How the broker is reached. */
  record Broker(List<String> hosts, String protocol, boolean plainLoopbackAllowed) {}
}
