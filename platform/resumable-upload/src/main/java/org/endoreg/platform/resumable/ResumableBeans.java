package org.endoreg.platform.resumable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.DiskRoom;
import org.endoreg.platform.blob.FreeSpace;
import org.endoreg.platform.blob.StagingArea;
import org.endoreg.platform.startup.HubSettings;

/**
 * Makes the staging area of the service: beside its blobs, so that a finished upload is only
 * renamed, and apart from those of other services that share the disk, whose uploads its sweep does
 * not know.
 */
@ApplicationScoped
public class ResumableBeans {

  @Produces
  @Singleton
  StagingArea staging(
      HubSettings settings,
      BlobVault vault,
      FreeSpace freeSpace,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    Path folder = settings.blobs().dir().resolve(".uploads").resolve(service);
    return vault.stagingIn(
        folder, new DiskRoom(folder, settings.blobs().minFreeBytes(), freeSpace));
  }
}
