package org.endoreg.backing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A copy opens at one moment, the same for all databases, however busy the server is. */
class ClusterCopyTest {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "../.."));

  private final Path folder = TemporaryFolder.make();
  private final List<Process> processes = new ArrayList<>();
  private final Postgres postgres = server(folder.resolve("pg"));
  private final Path copied = folder.resolve("copy");
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicBoolean writing = new AtomicBoolean(true);

  private static Postgres server(Path folder) {
    return new Postgres(folder, ROOT.resolve(".cache"), Ports.free());
  }

  @BeforeEach
  void startWithTwoDatabases() throws Exception {
    processes.add(postgres.start());
    for (String database : List.of("first", "second")) {
      postgres.ensureDatabase(database, "test");
      try (Connection connection = postgres.connect(database);
          Statement sql = connection.createStatement()) {
        sql.execute("CREATE TABLE fact (id int PRIMARY KEY, filler text)");
      }
    }
  }

  @AfterEach
  void endAndRemove() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    TemporaryFolder.remove(folder);
  }

  @Test
  void aCopyUnderLoadHoldsEverythingFromBeforeItAndNoDatabaseRunsAhead() throws Exception {
    Thread writer = new Thread(this::writeToBoth);
    writer.start();
    awaitRows(200);
    int before = acknowledged.get();
    ClusterCopy.ofRunning(postgres, copied.resolve("data"), ClusterCopyTest::copySlowly);
    int after = acknowledged.get();
    writing.set(false);
    writer.join();
    Postgres copy = openCopy();
    int first = rows(copy, "first");
    int second = rows(copy, "second");
    assertThat(after).as("rows were written while it was copied").isGreaterThan(before);
    assertThat(second).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(after + 1);
    // A row goes to the first database before the second: at one moment it is at most one ahead.
    assertThat(first - second).isBetween(0, 1);
  }

  @Test
  void aCopyOfAKilledServerHoldsEveryAcknowledgedRow() throws Exception {
    write(50);
    processes.get(0).destroyForcibly().waitFor();
    ClusterCopy.ofStopped(postgres, copied.resolve("data"), ClusterCopyTest::copy);
    assertThat(rows(openCopy(), "second")).isEqualTo(50);
  }

  private Postgres openCopy() throws Exception {
    Files.setPosixFilePermissions(
        copied.resolve("data"), PosixFilePermissions.fromString("rwx------"));
    Files.copy(postgres.passwordFile(), copied.resolve("superuser.password"));
    Postgres copy = server(copied);
    processes.add(copy.start());
    return copy;
  }

  private void writeToBoth() {
    while (writing.get()) {
      write(20);
    }
  }

  private void write(int rows) {
    try (Connection first = postgres.connect("first");
        Connection second = postgres.connect("second")) {
      for (int i = 0; i < rows; i++) {
        int id = acknowledged.get();
        insert(first, id);
        insert(second, id);
        acknowledged.incrementAndGet();
      }
    } catch (java.sql.SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void insert(Connection connection, int id) throws java.sql.SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute("INSERT INTO fact VALUES (" + id + ", repeat('x', 3000))");
    }
  }

  private static void copySlowly(Path from, Path to) throws java.io.IOException {
    copy(from, to);
    java.util.concurrent.locks.LockSupport.parkNanos(500_000);
  }

  private static void copy(Path from, Path to) throws java.io.IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
  }

  private void awaitRows(int count) throws InterruptedException {
    while (acknowledged.get() < count) {
      Thread.sleep(20);
    }
  }

  private static int rows(Postgres server, String database) throws Exception {
    try (Connection connection = server.connect(database);
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SELECT count(*), max(id) FROM fact")) {
      row.next();
      assertThat(row.getInt(2)).as("no holes").isEqualTo(row.getInt(1) - 1);
      return row.getInt(1);
    }
  }
}
