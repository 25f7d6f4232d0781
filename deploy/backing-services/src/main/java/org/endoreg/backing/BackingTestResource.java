package org.endoreg.backing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@code @QuarkusTest} a real PostgreSQL, a real Kafka, a blob folder and a key folder of
 * its own.
 */
public final class BackingTestResource implements QuarkusTestResourceLifecycleManager {
  private @Nullable Process postgres;
  private @Nullable Process kafka;
  private @Nullable Path folder;

  @Override
  public Map<String, String> start() {
    Path root = Path.of(System.getProperty("hub.root", "."));
    Path folder = TemporaryFolder.make();
    this.folder = folder;
    Postgres database =
        new Postgres(folder.resolve("postgres"), root.resolve(".cache"), Ports.free());
    Kafka broker = new Kafka(folder.resolve("kafka"), root, Ports.free(), Ports.free());
    postgres = database.start();
    kafka = broker.start();
    database.ensureDatabase("service_under_test", "test");
    return Map.of(
        "quarkus.datasource.jdbc.url", database.jdbcUrl("service_under_test"),
        "quarkus.datasource.username", "service_under_test",
        "quarkus.datasource.password", "test",
        "kafka.bootstrap.servers", broker.bootstrapServers(),
        "endoreg.keys-dir", folder.resolve("keys").toString(),
        "endoreg.blobs.dir", folder.resolve("blobs").toString());
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.destroyForcibly();
    }
    if (postgres != null) {
      Postgres.stop(postgres);
    }
    if (folder != null) {
      TemporaryFolder.remove(folder);
    }
  }
}
