package org.endoreg.watcher.watch;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.DiskRoom;
import org.endoreg.platform.events.EventProducer;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.watcher.drop.Sink;
import org.endoreg.watcher.gateway.GatewaySink;
import org.endoreg.watcher.settings.WatcherSettings;
import org.endoreg.watcher.submission.Announcements;
import org.endoreg.watcher.submission.VaultSink;

/**
 * Makes the sink the settings ask for. The vault is opened only when it is wanted: a machine that
 * ships to the gateway has no keys.
 */
@Singleton
class Sinks {
  private final WatcherSettings settings;
  private final HubSettings hub;
  private final Deployment deployment;
  private final Instance<BlobVault> vault;
  private final EventProducer producer;
  private final Clock clock;
  private final MeterRegistry metrics;

  Sinks(
      WatcherSettings settings,
      HubSettings hub,
      Deployment deployment,
      Instance<BlobVault> vault,
      EventProducer producer,
      Clock clock,
      MeterRegistry metrics) {
    this.settings = settings;
    this.hub = hub;
    this.deployment = deployment;
    this.vault = vault;
    this.producer = producer;
    this.clock = clock;
    this.metrics = metrics;
  }

  Sink chosen() throws IOException {
    if (settings.sink().equals(WatcherChecks.GATEWAY)) {
      return GatewaySink.connect(settings, deployment.role(), clock, metrics);
    }
    DiskRoom room = new DiskRoom(hub.blobs().dir(), hub.blobs().minFreeBytes(), this::usable);
    return new VaultSink(vault.get(), Announcements.by(producer), room, deployment.role(), metrics);
  }

  /** An object store elsewhere has no end we could know of. */
  private long usable(Path blobs) throws IOException {
    if (!hub.blobs().store().equals("file") || !Files.exists(blobs)) {
      return Long.MAX_VALUE;
    }
    return Files.getFileStore(blobs).getUsableSpace();
  }
}
