package org.endoreg.anonymizer.phi;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.anonymizer.identity.RootKey;
import org.endoreg.platform.keys.Keyring;

/** The secret all pseudonyms hang on, from a key folder that only this service is given. */
@ApplicationScoped
public class IdentityRoot {
  private static final String GENERATION = "identity-1";

  private final RootKey key;

  IdentityRoot(@ConfigProperty(name = "endoreg.identity-keys-dir") Path folder) {
    this.key = new RootKey(GENERATION, Keyring.open(folder).secret(GENERATION));
  }

  /** The active root key. */
  public RootKey key() {
    return key;
  }
}
