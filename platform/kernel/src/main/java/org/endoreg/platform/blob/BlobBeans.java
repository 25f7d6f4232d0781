package org.endoreg.platform.blob;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.startup.StartupRefused;

/** Makes the vault and the keyring of a service from its settings. */
@ApplicationScoped
public class BlobBeans {

  @Produces
  @Singleton
  Keyring keyring(HubSettings settings) {
    return Keyring.open(settings.keysDir());
  }

  @Produces
  @Singleton
  BlobVault vault(HubSettings settings, Keyring keyring) {
    return new BlobVault(objects(settings.blobs()), keyring.blobs());
  }

  private static ObjectStore objects(HubSettings.Blobs blobs) {
    return switch (blobs.store()) {
      case "file" -> new FileObjectStore(blobs.dir(), blobs.minFreeBytes());
      case "s3" -> S3ObjectStore.connect(blobs.s3());
      default -> throw new StartupRefused("endoreg.blobs.store", "must be file or s3");
    };
  }
}
