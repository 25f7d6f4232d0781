package org.endoreg.platform.resumable;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;
import org.endoreg.backing.Postgres;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL and folders of its own; no broker, since uploads go on without one. */
public final class DatabaseTestResource implements QuarkusTestResourceLifecycleManager {
  private @Nullable Process postgres;
  private @Nullable Path folder;

  @Override
  public Map<String, String> start() {
    Path root = Path.of(System.getProperty("hub.root", "."));
    Path made = newFolder();
    folder = made;
    Postgres database =
        new Postgres(made.resolve("postgres"), root.resolve(".cache"), Ports.free());
    postgres = database.start();
    database.ensureDatabase("resumable_test", "test");
    return Map.of(
        "quarkus.datasource.jdbc.url",
        database.jdbcUrl("resumable_test"),
        "quarkus.datasource.username",
        "resumable_test",
        "quarkus.datasource.password",
        "test",
        "kafka.bootstrap.servers",
        "127.0.0.1:" + Ports.free(),
        "endoreg.keys-dir",
        made.resolve("keys").toString(),
        "endoreg.blobs.dir",
        made.resolve("blobs").toString());
  }

  @Override
  public void stop() {
    if (postgres != null) {
      Postgres.stop(postgres);
    }
    if (folder != null) {
      remove(folder);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("endoreg-resumable");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException stillWritten) {
      return;
    }
  }
}
