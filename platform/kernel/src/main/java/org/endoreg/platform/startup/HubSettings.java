package org.endoreg.platform.startup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

  /** Folder on an encrypted file system that everything kept must lie below. */
  Optional<Path> protectedRoot();

  /** The protected root must be a mount point; false where the whole machine is encrypted. */
  @WithDefault("true")
  boolean protectedRootMounted();

  /** Who may sign in. */
  Oidc oidc();

  /** The boundary to other nodes. */
  Transfer transfer();

  /** The broker. */
  Kafka kafka();

  /** Identity provider; every role but {@code standalone} needs one. */
  interface Oidc {
    /** Turns sign-in on. */
    @WithDefault("false")
    boolean enabled();

    /** Issuer URL of the realm; https, except on loopback. */
    Optional<String> issuer();

    /** Client id of this suite: the audience a token must have. */
    @WithDefault("endoreg-hub")
    String clientId();

    /** Honours the reference system's roles {@code data:*} and {@code endoregdb_user}. */
    @WithDefault("false")
    boolean legacyRoles();
  }

  /** Node-to-node transfer as the receiving hub sees it. */
  interface Transfer {
    /** Opens the receiver routes; on a central hub only. */
    @WithDefault("false")
    boolean enabled();

    /** A request must have come over TLS. */
    @WithDefault("true")
    boolean requireSecureTransport();

    /** A request must have come with a verified client certificate. */
    @WithDefault("true")
    boolean requireMtls();

    /** Header in which the proxy states that it verified the certificate. */
    @WithDefault("X-Client-Cert-Verified")
    Optional<String> mtlsHeader();

    /** What that header then says. */
    @WithDefault("SUCCESS")
    Optional<String> mtlsValue();

    /** Header in which the proxy states the scheme of the request. */
    @WithDefault("X-Forwarded-Proto")
    Optional<String> proxySchemeHeader();

    /** Addresses of the proxies whose statements are believed. */
    Optional<List<String>> trustedProxies();

    /** Header in which the proxy gives the client certificate, or its SHA-256. */
    @WithDefault("X-Client-Cert")
    String certificateHeader();

    /** Key by which other nodes know this deployment. */
    @WithDefault("hub")
    String nodeKey();
  }

  /** The broker. */
  interface Kafka {
    /** Allows a broker without TLS, as long as it is reached over loopback only. */
    @WithDefault("false")
    boolean plainLoopback();

    /** Copies each topic must have at least; 3 on a hub or a site unless said otherwise, else 1. */
    Optional<Integer> replication();

    /** Copies that must hold a record before it counts; 2 on a hub or a site, else 1. */
    Optional<Integer> minInsync();
  }

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

    /** Pause before the first retry of a passing failure; each further one doubles it. */
    @WithDefault("PT30S")
    Duration firstRetry();

    /** Longest pause between two retries. */
    @WithDefault("PT900S")
    Duration longestRetry();
  }
}
