package org.endoreg.platform.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.endoreg.contracts.DeploymentRole;
import org.jspecify.annotations.Nullable;

/** Reads the settings and the folders a start depends on. */
final class StartupFactsReader {
  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern PORT = Pattern.compile(":\\d+$");

  private final HubSettings settings;
  private final Config config;

  StartupFactsReader(HubSettings settings, Config config) {
    this.settings = settings;
    this.config = config;
  }

  StartupFacts read(DeploymentRole role) {
    Optional<Path> root = settings.protectedRoot().map(StartupFactsReader::resolved);
    return new StartupFacts(
        role,
        text("quarkus.profile").orElse("prod"),
        text("quarkus.http.host").orElse("0.0.0.0"),
        text("quarkus.datasource.jdbc.url"),
        root,
        root.filter(folder -> Files.isRegularFile(folder.resolve(".encrypted"))).isPresent(),
        !settings.protectedRootMounted()
            || root.filter(MountPoints.ofThisMachine()::has).isPresent(),
        keptFolders(),
        settings.oidc().enabled(),
        settings.oidc().issuer(),
        text("quarkus.oidc.tls.verification").orElse("required"),
        transfer(settings.transfer()),
        broker());
  }

  private Map<String, Path> keptFolders() {
    Map<String, Path> folders = new LinkedHashMap<>();
    if (settings.blobs().store().equals("file")) {
      folders.put("endoreg.blobs.dir", resolved(settings.blobs().dir()));
    }
    text("endoreg.watcher.drop-dir")
        .ifPresent(folder -> folders.put("endoreg.watcher.drop-dir", resolved(Path.of(folder))));
    return folders;
  }

  private static StartupFacts.TransferBoundary transfer(HubSettings.Transfer transfer) {
    return new StartupFacts.TransferBoundary(
        transfer.enabled(),
        transfer.requireSecureTransport(),
        transfer.requireMtls(),
        transfer.mtlsHeader().filter(header -> !header.isBlank()),
        transfer.mtlsValue().filter(value -> !value.isBlank()),
        transfer.proxySchemeHeader().filter(header -> !header.isBlank()),
        transfer.trustedProxies().orElse(List.of()));
  }

  private StartupFacts.Broker broker() {
    String servers = text("kafka.bootstrap.servers").orElse("");
    List<String> hosts =
        COMMA
            .splitAsStream(servers)
            .map(server -> PORT.matcher(server.trim()).replaceFirst(""))
            .toList();
    return new StartupFacts.Broker(
        hosts,
        text("kafka.security.protocol").orElse("PLAINTEXT"),
        settings.kafka().plainLoopback());
  }

  private Optional<String> text(String name) {
    return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
  }

  /** Through every link of the part that exists; what does not exist yet cannot be a link. */
  private static Path resolved(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    for (@Nullable Path existing = absolute; existing != null; existing = existing.getParent()) {
      if (Files.exists(existing)) {
        return real(existing).resolve(existing.relativize(absolute));
      }
    }
    return absolute;
  }

  private static Path real(Path existing) {
    try {
      return existing.toRealPath();
    } catch (IOException unreadable) {
      return existing;
    }
  }
}
