package org.endoreg.watcher.watch;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.endoreg.backing.Kafka;
import org.endoreg.backing.Ports;
import org.jspecify.annotations.Nullable;

/**
 * A broker that can be taken away, and a drop folder as a former run left it: three reports waiting
 * and one video claimed but not submitted.
 */
public final class DropSite implements QuarkusTestResourceLifecycleManager {
  static final String CLAIM = "7d3f1f6e-0000-4000-8000-00000000beef";

  private @Nullable Process kafka;

  @Override
  public Map<String, String> start() {
    Path folder = prepared();
    int clients = Ports.free();
    int controllers = Ports.free();
    Path root = Path.of(System.getProperty("hub.root", "."));
    Process broker = new Kafka(folder.resolve("kafka"), root, clients, controllers).start();
    kafka = broker;
    return Map.of(
        "kafka.bootstrap.servers", "127.0.0.1:" + clients,
        "endoreg.keys-dir", folder.resolve("keys").toString(),
        "endoreg.blobs.dir", folder.resolve("blobs").toString(),
        "endoreg.watcher.drop-dir", folder.resolve("drop").toString(),
        "test.kafka.folder", folder.resolve("kafka").toString(),
        "test.kafka.client-port", Integer.toString(clients),
        "test.kafka.controller-port", Integer.toString(controllers),
        "test.kafka.pid", Long.toString(broker.pid()));
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.destroyForcibly();
    }
  }

  private static Path prepared() {
    try {
      Path folder = Files.createTempDirectory("endoreg-drop");
      Path reports = Files.createDirectories(folder.resolve("drop/local/report_import"));
      for (int i = 1; i <= 3; i++) {
        Files.writeString(reports.resolve("waiting-" + i + ".pdf"), "waiting report " + i);
      }
      Path claimed = Files.createDirectories(folder.resolve("drop/local/_processing/video_import"));
      Files.writeString(claimed.resolve(CLAIM), "claimed by a former run");
      return folder;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
