package org.endoreg.stack.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.endoreg.backing.Postgres;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;

/** Counts and ages from every database of the suite; no row leaves it. */
final class DatabaseReader {
  private static final String OLDEST_UNPUBLISHED =
      "SELECT extract(epoch FROM now() - min(created_at)) FROM outbox WHERE published_at IS NULL";
  private static final String DEAD_LETTERS = "SELECT count(*) FROM dead_letter";
  private static final String OLDEST_PROCESSING =
      "SELECT extract(epoch FROM now() - min(started_at)) FROM anonymization"
          + " WHERE finished_at IS NULL";

  private final SuiteFolder folder;
  private final Optional<SuiteState.PartState> server;

  DatabaseReader(SuiteFolder folder, SuiteState state) {
    this.folder = folder;
    this.server = state.part("postgresql");
  }

  /** Empty when the server does not answer. */
  List<Facts.Database> read() {
    if (server.isEmpty()) {
      return List.of();
    }
    Postgres postgres =
        new Postgres(folder.postgres(), folder.cache(), server.orElseThrow().port());
    List<Facts.Database> databases = new ArrayList<>();
    for (String name : names(postgres)) {
      databases.add(read(postgres, name));
    }
    return databases;
  }

  private static List<String> names(Postgres postgres) {
    try (Connection connection = postgres.connect("postgres");
        Statement sql = connection.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT datname FROM pg_database"
                    + " WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1")) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    } catch (SQLException away) {
      return List.of();
    }
  }

  private static Facts.Database read(Postgres postgres, String name) {
    try (Connection connection = postgres.connect(name);
        Statement sql = connection.createStatement()) {
      return new Facts.Database(
          name,
          true,
          clockAhead(sql),
          age(sql, "outbox", OLDEST_UNPUBLISHED),
          number(sql, "dead_letter", DEAD_LETTERS).longValue(),
          age(sql, "anonymization", OLDEST_PROCESSING));
    } catch (SQLException away) {
      return new Facts.Database(name, false, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);
    }
  }

  private static Duration clockAhead(Statement sql) throws SQLException {
    try (ResultSet row = sql.executeQuery("SELECT extract(epoch FROM clock_timestamp())")) {
      row.next();
      Instant there = Instant.ofEpochMilli((long) (row.getDouble(1) * 1_000));
      return Duration.between(Instant.now(), there);
    }
  }

  private static Duration age(Statement sql, String table, String query) throws SQLException {
    return Duration.ofSeconds(Math.max(0, number(sql, table, query).longValue()));
  }

  /** Zero when there is no such table or nothing in it. */
  private static Double number(Statement sql, String table, String query) throws SQLException {
    try (ResultSet there = sql.executeQuery("SELECT to_regclass('public." + table + "')")) {
      there.next();
      if (there.getString(1) == null) {
        return 0.0;
      }
    }
    try (ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getDouble(1);
    }
  }
}
