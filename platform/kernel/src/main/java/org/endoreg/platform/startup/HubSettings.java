package org.endoreg.platform.startup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Settings every service of a deployment has in common, below the prefix {@code endoreg}. */
@ConfigMapping(prefix = "endoreg")
public interface HubSettings {
  /** One of the four deployment roles; anything else stops the start. */
  @WithDefault("standalone")
  String role();

  /** Keys of the centers this deployment serves. */
  @WithDefault("local")
  List<String> centers();

  /** Folder of the key-encryption key and the wrapped keysets. */
  Path keysDir();

  /** Where blobs lie. */
  Blobs blobs();

  /** Leases of long work. */
  Work work();

  /** Blob store settings. */
  interface Blobs {
    /** {@code file} or {@code s3}. */
    @WithDefault("file")
    String store();

    /** Root folder of the file store. */
    Path dir();

    /** A write is refused when it would leave less than this free, in bytes. */
    @WithDefault("268435456")
    long minFreeBytes();

    /** Settings of the S3 store, read only when it is chosen. */
    S3 s3();
  }

  /** S3 settings; credentials come from the usual AWS provider chain. */
  interface S3 {
    /** Endpoint URL of an S3 server; empty means the one of the region. */
    @WithDefault("none")
    String endpoint();

    /** Bucket that holds all blobs. */
    @WithDefault("endoreg")
    String bucket();

    /** Region name. */
    @WithDefault("eu-central-1")
    String region();
  }

  /** Leased work. */
  interface Work {
    /** How long a worker owns a work item without a heartbeat. */
    @WithDefault("PT120S")
    Duration lease();
  }
}
