package org.endoreg.transfer.receiving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

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

  /** How many artifacts are opened and applied side by side. */
  @WithDefault("1")
  int workers();
}
