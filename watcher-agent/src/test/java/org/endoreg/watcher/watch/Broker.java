package org.endoreg.watcher.watch;

import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.backing.Kafka;

/** Takes the broker of {@link DropSite} away and brings it back with everything it had. */
@ApplicationScoped
public class Broker {
  private final Path folder;
  private final int clientPort;
  private final int controllerPort;
  private final long pid;

  Broker(
      @ConfigProperty(name = "test.kafka.folder") Path folder,
      @ConfigProperty(name = "test.kafka.client-port") int clientPort,
      @ConfigProperty(name = "test.kafka.controller-port") int controllerPort,
      @ConfigProperty(name = "test.kafka.pid") long pid) {
    this.folder = folder;
    this.clientPort = clientPort;
    this.controllerPort = controllerPort;
    this.pid = pid;
  }

  void goAway() {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
  }

  void comeBack() {
    Path root = Path.of(System.getProperty("hub.root", "."));
    Process again = new Kafka(folder, root, clientPort, controllerPort).start();
    Runtime.getRuntime().addShutdownHook(new Thread(again::destroyForcibly));
  }
}
