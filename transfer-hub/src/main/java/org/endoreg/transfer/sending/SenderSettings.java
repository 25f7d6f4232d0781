package org.endoreg.transfer.sending;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The hub this site sends to, below {@code endoreg.transfer.sender}. */
@ConfigMapping(prefix = "endoreg.transfer.sender")
public interface SenderSettings {
  /** Turns sending on; on a site node only. */
  @WithDefault("false")
  boolean enabled();

  /** Address of the hub; https only. */
  Optional<URI> hubUrl();

  /** Key of the hub among the nodes. */
  @WithDefault("hub")
  String targetNodeKey();

  /** File with this node's secret. */
  Optional<Path> secretFile();

  /** PKCS #12 file with this node's certificate and key. */
  Optional<Path> keyStore();

  /** File with the password of the key store. */
  Optional<Path> keyStorePasswordFile();

  /** PEM file with the authority of the hub's certificate. */
  Optional<Path> trustFile();

  /** X25519 key of the hub to seal for: 32 bytes as base64url. */
  Optional<String> recipientKey();

  /** Ed25519 key the hub signs receipts with: 32 bytes as base64url. */
  Optional<String> receiptKey();

  /** How envelopes are sealed. */
  @WithDefault("hpke-x25519-hkdf-sha256-aes256gcm-segments-v2")
  String profile();

  /** Where sealed artifacts lie until their receipt is here. */
  Path stagingDir();

  /** True: whatever was signed off is sent. False: it waits until somebody says so. */
  @WithDefault("true")
  boolean autoQueue();

  /** Artifacts that are sent side by side; small ones mostly wait for the hub. */
  @WithDefault("8")
  int workers();

  /** Longest pause between two questions whether the hub applied the media; the first are short. */
  @WithDefault("PT1S")
  Duration poll();

  /** How long a question to the hub may take. Longer than a poll. */
  @WithDefault("PT1M")
  Duration answerTimeout();

  /** How long one request that carries media may take. Longer than a question. */
  @WithDefault("PT12H")
  Duration uploadTimeout();

  /** Center that owns this node; needed where the site serves several. */
  Optional<String> center();

  /** What becomes of the site's own artifact after a verified apply; it is never deleted here. */
  @WithDefault("retain-processed-media")
  LocalCleanupPolicy localCleanupPolicy();

  /** How long a sealed artifact is kept after its receipt is here; not at all by default. */
  @WithDefault("PT0S")
  Duration sealedRetention();

  /** How long the sealed artifact of a failed transfer waits for somebody to send it again. */
  @WithDefault("P90D")
  Duration failedSealedRetention();

  /**
   * How long the sealed artifact of a cancelled transfer waits for somebody to want it after all.
   */
  @WithDefault("P7D")
  Duration cancelledSealedRetention();

  /** Pause between two looks for sealed artifacts nothing needs. */
  @WithDefault("1h")
  String sweepInterval();
}
