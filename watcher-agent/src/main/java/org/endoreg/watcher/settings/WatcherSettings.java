package org.endoreg.watcher.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the watcher. What each of them is for stands in {@code docs/watcher.md}; a test keeps
 * names and defaults there and here the same.
 */
@ConfigMapping(prefix = "endoreg.watcher")
public interface WatcherSettings {
  /** Folder that holds one folder per center. */
  Path dropDir();

  /** {@code vault}: blob store and broker; {@code gateway}: upload over HTTPS. */
  @WithDefault("vault")
  String sink();

  /** Time between two readings of a file that has not settled. */
  @WithDefault("PT2S")
  Duration poll();

  /** Readings in a row that must find the size of the one before. */
  @WithDefault("10")
  int readings();

  /** How long device, inode, size and time of change must stay the same. */
  @WithDefault("PT20S")
  Duration settle();

  /** After this long without settling a file is reported and looked at afresh later. */
  @WithDefault("PT900S")
  Duration giveUp();

  /** Time between two looks at a folder in which nothing waits; file events shorten it. */
  @WithDefault("PT10S")
  Duration rescan();

  /** How long a signed-off file and its sidecar wait for each other. */
  @WithDefault("PT5M")
  Duration sidecarWait();

  /** Time between two heartbeats. */
  @WithDefault("PT30S")
  Duration heartbeat();

  /** Drains the folders and exits: 0 when nothing was left, 1 otherwise. */
  @WithDefault("false")
  boolean once();

  /** Less free space than this is warned of, in bytes. */
  @WithDefault("5000000000")
  long warnFreeBytes();

  /** More used space than this is warned of, in per cent. */
  @WithDefault("90")
  int warnUsedPercent();

  /** The gateway, read only by that sink. */
  Gateway gateway();

  /** Where and how the gateway sink uploads. */
  interface Gateway {
    /** Address of the resumable upload, {@code https://…/api/uploads/}. */
    Optional<String> url();

    /** Client certificate with its chain, PEM. */
    Optional<Path> certFile();

    /** Private key of the client certificate, PEM, PKCS #8. */
    Optional<Path> keyFile();

    /** Certificates the gateway's own certificate must come from, PEM. */
    Optional<Path> caFile();

    /** File with a bearer token, read anew for every request. */
    Optional<Path> tokenFile();

    /** How long one request may take; one carries at most 8 MiB. */
    @WithDefault("PT5M")
    Duration requestTimeout();

    /** Pause after the first failure; it doubles with each further one. */
    @WithDefault("PT30S")
    Duration firstPause();

    /** The pause does not grow beyond this. */
    @WithDefault("PT900S")
    Duration longestPause();
  }
}
