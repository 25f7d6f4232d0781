package org.endoreg.backing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server over one data folder, reachable on loopback only and by password only.
 * Durable by default: what it acknowledged survives {@code kill -9} and a power cut.
 */
public final class Postgres {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** After a kill, orphaned server processes hold the shared memory until they notice. */
  private static final Duration ORPHANS_LIMIT = Duration.ofSeconds(10);

  private static final String SUPERUSER = "postgres";

  private final Path folder;
  private final int port;
  private final PostgresBinaries binaries;
  private final UnprivilegedRun run;

  /**
   * A server with its data and log below {@code folder}, not started yet; programs come from {@code
   * cache}.
   */
  public Postgres(Path folder, Path cache, int port) {
    this.folder = folder.toAbsolutePath();
    this.port = port;
    this.binaries = PostgresBinaries.in(cache);
    createFolder();
    this.run = UnprivilegedRun.over(this.folder);
  }

  /**
   * Starts the server and returns as soon as it answers. Makes the data folder on the first start.
   */
  public Process start() {
    initialiseOnce();
    Instant deadline = Instant.now().plus(ORPHANS_LIMIT);
    while (true) {
      Process process = launch();
      if (awaitAnswer(process)) {
        return process;
      }
      if (Instant.now().isAfter(deadline)) {
        throw new BackingFailure("PostgreSQL ended at once, see " + folder.resolve("postgres.log"));
      }
      pause();
    }
  }

  private Process launch() {
    try {
      return new ProcessBuilder(run.command(serverCommand()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()))
          .start();
    } catch (IOException failed) {
      throw new BackingFailure("PostgreSQL could not be started", failed);
    }
  }

  /** Asks the server to stop at once but cleanly; open connections are cut. */
  public static void stop(Process process) {
    signal(process, "-INT");
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The same, and fails unless the server wrote everything to its files and ended by itself. */
  public static void stopCleanly(Process process) {
    stop(process);
    if (process.isAlive() || process.exitValue() != 0) {
      throw new BackingFailure("PostgreSQL did not stop cleanly");
    }
  }

  /** Creates a login role and a database of the same name that it owns, unless they exist. */
  public void ensureDatabase(String name, String password) {
    String role = name.replace("\"", "");
    try (Connection connection = connect("postgres");
        Statement sql = connection.createStatement()) {
      if (!exists(sql, "SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'")) {
        sql.execute(
            "CREATE ROLE \""
                + role
                + "\" LOGIN NOBYPASSRLS PASSWORD '"
                + password.replace("'", "")
                + "'");
      }
      if (!exists(sql, "SELECT 1 FROM pg_database WHERE datname = '" + role + "'")) {
        sql.execute("CREATE DATABASE \"" + role + "\" OWNER \"" + role + "\"");
        sql.execute("REVOKE CONNECT ON DATABASE \"" + role + "\" FROM PUBLIC");
      }
    } catch (SQLException failed) {
      throw new BackingFailure("database " + role + " could not be created", failed);
    }
  }

  /** True when the server on this port answers to this folder's password. */
  public boolean isAnswering() {
    return answers();
  }

  /** A superuser connection to one database. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, superuserPassword());
  }

  /** The address of one database. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private List<String> serverCommand() {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("postgres"));
    command.addAll(List.of("-D", data().toString(), "-p", Integer.toString(port)));
    command.addAll(List.of("-h", "127.0.0.1", "-k", ""));
    setting(command, "max_connections", "120");
    setting(command, "shared_buffers", "64MB");
    setting(command, "fsync", "on");
    setting(command, "synchronous_commit", "on");
    setting(command, "log_min_messages", "warning");
    // Statements can hold identity: they never reach the log, not even failing ones.
    setting(command, "log_min_error_statement", "panic");
    setting(command, "log_parameter_max_length_on_error", "0");
    setting(command, "jit", "off");
    return command;
  }

  private static void setting(List<String> command, String name, String value) {
    command.add("-c");
    command.add(name + "=" + value);
  }

  private void createFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new BackingFailure("folder " + folder + " cannot be created", failed);
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  /**
   * A crash in the middle of initdb must not leave half a data folder: it is made aside and
   * renamed.
   */
  private void initialiseOnce() {
    if (Files.exists(data().resolve("PG_VERSION"))) {
      return;
    }
    Path fresh = folder.resolve("data-" + UUID.randomUUID());
    Path password = passwordFile();
    List<String> initdb =
        List.of(
            binaries.program("initdb"),
            "-D",
            fresh.toString(),
            "-U",
            SUPERUSER,
            "-A",
            "scram-sha-256",
            "--pwfile",
            password.toString(),
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-instructions");
    Path log = folder.resolve("initdb.log");
    try {
      Process process =
          new ProcessBuilder(run.command(initdb))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new BackingFailure("initdb failed, see " + log);
      }
      Files.move(fresh, data());
    } catch (IOException failed) {
      throw new BackingFailure("initdb could not be run, see " + log, failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BackingFailure("interrupted");
    }
  }

  /** The private file with the password of the server's superuser; made when it is missing. */
  public Path passwordFile() {
    Path file = folder.resolve("superuser.password");
    try {
      if (!Files.exists(file)) {
        // Whole or not at all: a server made with half a password could never be entered again.
        Path fresh =
            Files.createTempFile(
                folder,
                "superuser",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, UUID.randomUUID().toString(), StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        UnprivilegedRun.over(folder);
      }
      return file;
    } catch (IOException failed) {
      throw new BackingFailure("the superuser's password cannot be kept in " + file, failed);
    }
  }

  private String superuserPassword() {
    try {
      return Files.readString(passwordFile());
    } catch (IOException failed) {
      throw new BackingFailure("the superuser's password cannot be read", failed);
    }
  }

  /** False when the server ended by itself. */
  private boolean awaitAnswer(Process process) {
    Instant deadline = Instant.now().plus(START_LIMIT);
    while (Instant.now().isBefore(deadline)) {
      if (!process.isAlive()) {
        return false;
      }
      if (answers()) {
        return true;
      }
      pause();
    }
    process.destroyForcibly();
    throw new BackingFailure("PostgreSQL did not answer within a minute");
  }

  private boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(2);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private static boolean exists(Statement sql, String query) throws SQLException {
    try (ResultSet rows = sql.executeQuery(query)) {
      return rows.next();
    }
  }

  private static void signal(Process process, String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException noSuchProgram) {
      process.destroy();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BackingFailure("interrupted");
    }
  }
}
