package org.endoreg.platform.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.endoreg.backing.Kafka;
import org.endoreg.backing.Ports;
import org.endoreg.backing.Postgres;
import org.endoreg.platform.sql.Database;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** One real PostgreSQL and one real Kafka for all tests of this JVM; both can be killed. */
public final class LiveServices {
  private static final LiveServices ONLY = new LiveServices();
  private static final String SECRET = "test";

  private final Path folder;
  private final Postgres postgres;
  private final Kafka kafka;
  private final Map<String, Jdbi> databases = new ConcurrentHashMap<>();
  private Process database;
  private Process broker;

  private LiveServices() {
    Path root = Path.of(System.getProperty("hub.root", "../..")).toAbsolutePath();
    this.folder = temporaryFolder();
    this.postgres = new Postgres(folder.resolve("pg"), root.resolve(".cache"), Ports.free());
    this.kafka = new Kafka(folder.resolve("kafka"), root, Ports.free(), Ports.free());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndRemove));
    this.database = postgres.start();
    this.broker = kafka.start();
  }

  /** The only instance. */
  public static LiveServices get() {
    return ONLY;
  }

  /** A migrated database of its own for a test class. */
  public Jdbi database(String name) {
    return databases.computeIfAbsent(name, this::newDatabase);
  }

  private Jdbi newDatabase(String name) {
    postgres.ensureDatabase(name, SECRET);
    PGSimpleDataSource source = dataSource(name);
    Flyway.configure().dataSource(source).locations("db/platform").load().migrate();
    return Database.over(source);
  }

  /** New connections to a database made before. */
  public PGSimpleDataSource dataSource(String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(postgres.jdbcUrl(name));
    source.setUser(name);
    source.setPassword(SECRET);
    source.setConnectTimeout(2);
    return source;
  }

  /** Cuts every connection to the database, as a failover would. */
  public void cutConnections(String name) {
    try (Connection admin = postgres.connect("postgres");
        Statement sql = admin.createStatement()) {
      sql.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Where clients of the broker connect. */
  public String brokers() {
    return kafka.bootstrapServers();
  }

  /** Ends the broker without warning. */
  public void killBroker() throws InterruptedException {
    broker.destroyForcibly().waitFor();
  }

  /** Starts the broker again on the same data. */
  public void startBroker() {
    broker = kafka.start();
  }

  /** Ends the database without warning. */
  public void killDatabase() throws InterruptedException {
    database.destroyForcibly().waitFor();
  }

  /** Starts the database again on the same data. */
  public void startDatabase() {
    database = postgres.start();
  }

  private void stopAndRemove() {
    broker.destroyForcibly();
    Postgres.stop(database);
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException stillWritten) {
      return;
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("endoreg-live");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
