package org.endoreg.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The databases of a running suite as their superuser sees them. */
public final class Database {
  private final SuiteProcess suite;

  public Database(SuiteProcess suite) {
    this.suite = suite;
  }

  /** The first column of every row. */
  public List<String> column(String database, String query) throws SQLException, IOException {
    try (Connection connection = connect(database);
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    }
  }

  /** The only value. */
  public String value(String database, String query) throws SQLException, IOException {
    return column(database, query).get(0);
  }

  public long count(String database, String table) throws SQLException, IOException {
    return Long.parseLong(value(database, "SELECT count(*) FROM " + table));
  }

  public void execute(String database, String statement) throws SQLException, IOException {
    try (Connection connection = connect(database);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private Connection connect(String database) throws SQLException, IOException {
    Path password = suite.data().resolve("postgres/superuser.password");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + suite.part("postgresql").port() + "/" + database,
        "postgres",
        Files.readString(password));
  }
}
