package org.endoreg.backing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Copies a whole PostgreSQL data folder, running or stopped, into one from which a server starts at
 * one point in time, the same for all its databases. While the server runs this is its own base
 * backup protocol: copy files between {@code pg_backup_start} and {@code pg_backup_stop}, then the
 * log in between.
 */
public final class ClusterCopy {
  private static final Set<String> MADE_ANEW_AT_START =
      Set.of(
          "pg_dynshmem",
          "pg_notify",
          "pg_replslot",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");
  private static final Set<String> OF_THE_PROCESS =
      Set.of("postmaster.pid", "postmaster.opts", "backup_label", "tablespace_map");
  private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

  private final Path from;
  private final Path to;
  private final FileCopy copy;

  private ClusterCopy(Path from, Path to, FileCopy copy) {
    this.from = from;
    this.to = to;
    this.copy = copy;
  }

  /** Copies one file; the caller's, so that it can count, limit and show. */
  @FunctionalInterface
  public interface FileCopy {
    /** Copies {@code from} to the new file {@code to}, whose folder exists. */
    void copy(Path from, Path to) throws IOException;
  }

  /** Copies the data of a running server into the new folder {@code to}. */
  public static void ofRunning(Postgres server, Path to, FileCopy copy) throws IOException {
    try (Connection connection = server.connect("postgres");
        Statement sql = connection.createStatement()) {
      new ClusterCopy(server.data(), to, copy).running(sql);
    } catch (SQLException failed) {
      throw new BackingFailure("PostgreSQL could not be copied while it runs", failed);
    }
  }

  /** Copies the data of a server nobody runs, however it ended, into the new folder {@code to}. */
  public static void ofStopped(Postgres server, Path to, FileCopy copy) throws IOException {
    new ClusterCopy(server.data(), to, copy).copyAll(true);
  }

  private void running(Statement sql) throws SQLException, IOException {
    // The slot keeps the log from the start of the copy on; it goes with this connection.
    sql.execute(
        "SELECT pg_create_physical_replication_slot('copy_"
            + UUID.randomUUID().toString().replace('-', '_')
            + "', true, true)");
    String first = text(sql, "SELECT pg_walfile_name(pg_backup_start('endoreg', true))");
    copyAll(false);
    String last;
    try (ResultSet stop =
        sql.executeQuery(
            "SELECT pg_walfile_name(lsn), labelfile, spcmapfile FROM pg_backup_stop(false)")) {
      stop.next();
      last = stop.getString(1);
      Files.writeString(to.resolve("backup_label"), stop.getString(2));
      if (!stop.getString(3).isBlank()) {
        throw new BackingFailure("the database has tablespaces; they cannot be copied");
      }
    }
    copyLog(first, last);
  }

  private void copyLog(String first, String last) throws IOException {
    Path log = from.resolve("pg_wal");
    List<Path> segments;
    try (Stream<Path> files = Files.list(log)) {
      segments =
          files
              .filter(file -> SEGMENT.matcher(file.getFileName().toString()).matches())
              .filter(file -> file.getFileName().toString().compareTo(first) >= 0)
              .filter(file -> file.getFileName().toString().compareTo(last) <= 0)
              .sorted()
              .toList();
    }
    for (Path segment : segments) {
      copy.copy(segment, to.resolve("pg_wal").resolve(segment.getFileName()));
    }
  }

  private void copyAll(boolean withLog) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target(folder));
            return isEmptyInCopy(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (belongsToCopy(file, withLog)) {
              copyUnlessGone(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            // Dropped tables and recycled log go at any time; the log that is copied tells so.
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }

  private void copyUnlessGone(Path file) throws IOException {
    try {
      copy.copy(file, target(file));
    } catch (NoSuchFileException gone) {
      Files.deleteIfExists(target(file));
    }
  }

  private boolean isEmptyInCopy(Path folder) {
    return from.equals(folder.getParent())
        && MADE_ANEW_AT_START.contains(folder.getFileName().toString());
  }

  private boolean belongsToCopy(Path file, boolean withLog) {
    String name = file.getFileName().toString();
    boolean ofTheLog = from.relativize(file).startsWith("pg_wal");
    return !OF_THE_PROCESS.contains(name)
        && !name.startsWith("pgsql_tmp")
        && (withLog || !ofTheLog);
  }

  private Path target(Path path) {
    return to.resolve(from.relativize(path).toString());
  }

  private static String text(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
