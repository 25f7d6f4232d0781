package org.endoreg.platform.blob;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Files;
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
  BlobVault vault(HubSettings settings, Keyring keyring, FreeSpace freeSpace) {
    return new BlobVault(objects(settings.blobs(), freeSpace), keyring.blobs());
  }

  @Produces
  @Singleton
  FreeSpace freeSpace() {
    return folder -> Files.getFileStore(folder).getUsableSpace();
  }

  private static ObjectStore objects(HubSettings.Blobs blobs, FreeSpace freeSpace) {
    return switch (blobs.store()) {
      case "file" -> new FileObjectStore(blobs.dir(), blobs.minFreeBytes(), freeSpace);
      case "s3" -> S3ObjectStore.connect(blobs.s3());
      default -> throw new StartupRefused("endoreg.blobs.store", "must be file or s3");
    };
  }
}
