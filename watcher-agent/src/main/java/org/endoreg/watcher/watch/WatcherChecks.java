package org.endoreg.watcher.watch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.startup.StartupRefused;
import org.endoreg.watcher.gateway.PemFiles;
import org.endoreg.watcher.gateway.RejectedDrops;
import org.endoreg.watcher.settings.WatcherSettings;

/**
 * What must hold before the watcher touches a file. Each check throws one line that names the
 * setting; a watcher that starts half configured would leave drops lying or put them where nobody
 * looks.
 */
final class WatcherChecks {
  static final String VAULT = "vault";
  static final String GATEWAY = "gateway";

  /** What {@code application.properties} says for what only the vault sink needs. */
  private static final String UNSET = "unset";

  private static final String PREFIX = "endoreg.watcher.";

  private final WatcherSettings settings;
  private final HubSettings hub;
  private final String brokers;
  private final Set<CenterKey> centers;

  WatcherChecks(WatcherSettings settings, HubSettings hub, String brokers, Set<CenterKey> centers) {
    this.settings = settings;
    this.hub = hub;
    this.brokers = brokers;
    this.centers = centers;
  }

  /** Throws {@link StartupRefused} for the first thing that does not hold. */
  void run() {
    checkNumbers();
    checkDropDir();
    switch (settings.sink()) {
      case VAULT -> checkVault();
      case GATEWAY -> checkGateway();
      default -> throw refused("sink", "must be vault or gateway");
    }
  }

  private void checkNumbers() {
    positive("poll", settings.poll());
    positive("give-up", settings.giveUp());
    positive("rescan", settings.rescan());
    positive("sidecar-wait", settings.sidecarWait());
    positive("heartbeat", settings.heartbeat());
    positive("gateway.request-timeout", settings.gateway().requestTimeout());
    positive("gateway.first-pause", settings.gateway().firstPause());
    positive("gateway.longest-pause", settings.gateway().longestPause());
    require(!settings.settle().isNegative(), "settle", "must not be negative");
    require(settings.readings() > 0, "readings", "must be at least 1");
    require(settings.warnFreeBytes() >= 0, "warn-free-bytes", "must not be negative");
    int percent = settings.warnUsedPercent();
    require(percent > 0 && percent <= 100, "warn-used-percent", "must be from 1 to 100");
    Duration needed = settings.poll().multipliedBy(settings.readings());
    boolean reachable =
        settings.giveUp().compareTo(needed) > 0
            && settings.giveUp().compareTo(settings.settle()) > 0;
    require(reachable, "give-up", "must be longer than settling takes");
  }

  /** Every pause is counted in milliseconds, so one below that would be none. */
  private static void positive(String setting, Duration duration) {
    require(duration.toMillis() > 0, setting, "must be a positive duration");
  }

  private void checkDropDir() {
    Path dir = settings.dropDir();
    try {
      Files.createDirectories(dir);
      Files.delete(Files.createTempFile(dir, ".write-check", ".tmp"));
    } catch (IOException notWritable) {
      throw refused("drop-dir", "must be a folder this service can write to");
    }
    require(
        centers.stream().noneMatch(center -> center.value().equals(RejectedDrops.FOLDER)),
        "drop-dir",
        "no center may be named " + RejectedDrops.FOLDER);
  }

  private void checkVault() {
    Path blobs = hub.blobs().dir();
    requireSet("endoreg.blobs.dir", blobs.toString());
    requireSet("endoreg.keys-dir", hub.keysDir().toString());
    requireSet("kafka.bootstrap.servers", brokers);
    Path real = real(blobs);
    Path drops = real(settings.dropDir());
    boolean apart = !drops.startsWith(real) && !real.startsWith(drops);
    require(
        apart || !hub.blobs().store().equals("file"),
        "drop-dir",
        "must lie outside endoreg.blobs.dir, and that outside of it");
  }

  private static void requireSet(String setting, String value) {
    if (value.equals(UNSET)) {
      throw new StartupRefused(setting, "must be set");
    }
  }

  /** As far as the path exists; what does not exist yet cannot be a link. */
  private static Path real(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    for (Path above = whole; above != null; above = above.getParent()) {
      try {
        return above.toRealPath().resolve(above.relativize(whole)).normalize();
      } catch (IOException notThere) {
        // The folder above may be.
      }
    }
    return whole;
  }

  private void checkGateway() {
    WatcherSettings.Gateway gateway = settings.gateway();
    checkUrl(gateway.url());
    checkFiles(gateway);
    require(
        centers.stream().noneMatch(this::hasSignedOffDrops),
        "sink",
        "gateway has no way for preanonymized_import, which is not empty");
  }

  private static void checkFiles(WatcherSettings.Gateway gateway) {
    boolean both = gateway.certFile().isPresent() == gateway.keyFile().isPresent();
    require(both, "gateway.cert-file", "and gateway.key-file must be set together");
    Path certificate = present("gateway.cert-file", gateway.certFile());
    Path key = present("gateway.key-file", gateway.keyFile());
    Path trusted = present("gateway.ca-file", gateway.caFile());
    readable("gateway.cert-file", () -> PemFiles.certificates(certificate));
    readable("gateway.key-file", () -> PemFiles.key(key));
    readable("gateway.ca-file", () -> PemFiles.certificates(trusted));
    readable("gateway.cert-file", () -> PemFiles.context(certificate, key, trusted));
    gateway.tokenFile().ifPresent(f -> readable("gateway.token-file", () -> Files.readString(f)));
  }

  private static void checkUrl(Optional<String> url) {
    try {
      URI address = URI.create(url.orElse(""));
      boolean https = "https".equals(address.getScheme()) && address.getHost() != null;
      require(https, "gateway.url", "must be an https address");
    } catch (IllegalArgumentException noAddress) {
      throw refused("gateway.url", "must be an https address");
    }
  }

  private static Path present(String setting, Optional<Path> file) {
    return file.orElseThrow(() -> refused(setting, "must be set for the gateway sink"));
  }

  /** A read that fails with the reason hidden in an exception nobody prints. */
  @FunctionalInterface
  private interface Reading {
    Object read() throws IOException;
  }

  private static void readable(String setting, Reading reading) {
    try {
      Object unused = reading.read();
    } catch (IOException notSo) {
      throw refused(setting, "must be a readable file of the right kind");
    }
  }

  /** The names are not looked at: whatever lies there, somebody expects it to be taken. */
  private boolean hasSignedOffDrops(CenterKey center) {
    Path folder =
        settings
            .dropDir()
            .resolve(center.value())
            .resolve(IngestFolder.PREANONYMIZED_IMPORT.folderName());
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    } catch (IOException unreadable) {
      return true;
    }
  }

  private static void require(boolean holds, String setting, String reason) {
    if (!holds) {
      throw refused(setting, reason);
    }
  }

  private static StartupRefused refused(String setting, String reason) {
    return new StartupRefused(PREFIX + setting, reason);
  }
}
