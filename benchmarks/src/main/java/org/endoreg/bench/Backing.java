package org.endoreg.bench;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.backing.Kafka;
import org.endoreg.backing.Ports;
import org.endoreg.backing.Postgres;
import org.endoreg.platform.sql.Database;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The suite's PostgreSQL, durable as ever, and when asked for its Kafka, both in a folder of this
 * run. Databases have the gateway's own migrations and are reached through its connection pool.
 */
final class Backing implements AutoCloseable {
  static final String SECRET = "benchmark";

  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));

  private final int port = Ports.free();
  private final Postgres postgres;
  private final Kafka kafka;
  private final Process database;
  private final List<Process> processes = new ArrayList<>();
  private final List<AgroalDataSource> pools = new ArrayList<>();

  Backing(Path folder) throws IOException {
    this.postgres = new Postgres(folder.resolve("pg"), ROOT.resolve(".cache"), port);
    this.kafka =
        new Kafka(
            Files.createDirectories(folder.resolve("kafka")), ROOT, Ports.free(), Ports.free());
    this.database = postgres.start();
  }

  /** A new database with the tables of the gateway and a pool of this size. */
  Jdbi database(String name, int connections) {
    postgres.ensureDatabase(name, SECRET);
    String url = postgres.jdbcUrl(name);
    Flyway.configure()
        .dataSource(url, name, SECRET)
        .initSql("SET app.center_scope = '*'")
        .locations("db/platform", "db/resumable", "db/migration")
        .load()
        .migrate();
    AgroalDataSource pool = pool(url, name, connections);
    pools.add(pool);
    return Database.over(pool);
  }

  private static AgroalDataSource pool(String url, String user, int connections) {
    try {
      return AgroalDataSource.from(
          new AgroalDataSourceConfigurationSupplier()
              .connectionPoolConfiguration(
                  pool ->
                      pool.maxSize(connections)
                          .initialSize(connections)
                          .connectionFactoryConfiguration(
                              factory ->
                                  factory
                                      .jdbcUrl(url)
                                      .principal(new NamePrincipal(user))
                                      .credential(new SimplePassword(SECRET)))));
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  ProcessHandle database() {
    return database.toHandle();
  }

  /** Database and broker. */
  List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>(List.of(database()));
    processes.forEach(process -> all.add(process.toHandle()));
    return all;
  }

  int port() {
    return port;
  }

  /** Starts the broker; where clients connect. */
  String broker() {
    processes.add(kafka.start());
    return kafka.bootstrapServers();
  }

  @Override
  public void close() {
    pools.forEach(AgroalDataSource::close);
    processes.forEach(Process::destroyForcibly);
    Postgres.stop(database);
  }
}
