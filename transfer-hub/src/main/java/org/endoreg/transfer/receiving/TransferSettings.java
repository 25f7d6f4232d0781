package org.endoreg.transfer.receiving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Limits and places of the receiver, below {@code endoreg.transfer.receiver}. */
@ConfigMapping(prefix = "endoreg.transfer.receiver")
public interface TransferSettings {
  /** Where ciphertexts lie until they are applied. */
  Path stagingDir();

  /** The largest registration in bytes. */
  @WithDefault("67108864")
  long maxRegistrationBytes();

  /** The largest ciphertext in bytes; 50 GiB. */
  @WithDefault("53687091200")
  long maxMediaBytes();

  /** Artifacts that are opened and applied side by side; small ones mostly wait for the disk. */
  @WithDefault("4")
  int workers();

  /** How long the ciphertext of an applied transfer is kept; not at all by default. */
  @WithDefault("PT0S")
  Duration ciphertextRetention();

  /** After so long without another byte an unfinished ciphertext is removed. */
  @WithDefault("P30D")
  Duration abandonedAfter();

  /** Pause between two looks for ciphertexts nothing needs. */
  @WithDefault("1h")
  String sweepInterval();
}
