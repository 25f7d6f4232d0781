package org.endoreg.stack.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.endoreg.backing.Postgres;
import org.endoreg.stack.suite.SuiteFailure;

/**
 * Looks into all databases of a copied cluster. It knows tables and columns from the catalogue
 * only, so that a service may add some without telling the backup; by the suite's convention a
 * column that names a blob has {@code blob} in its name.
 */
final class OpenedDatabases {
  private static final int FETCH = 5_000;
  private static final String OWN_TABLES =
      " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind = 'r' AND n.nspname <> 'information_schema'"
          + " AND n.nspname NOT LIKE 'pg\\_%'";

  private final Postgres server;

  OpenedDatabases(Postgres server) {
    this.server = server;
  }

  List<DatabaseFacts> facts() {
    return names().stream().map(name -> in(name, sql -> facts(name, sql))).toList();
  }

  private List<String> names() {
    return in(
        "postgres",
        sql ->
            texts(
                sql,
                "SELECT datname FROM pg_database"
                    + " WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1"));
  }

  private static DatabaseFacts facts(String name, Statement sql) throws SQLException {
    // Rows are hashed as text; these settings change what a row looks like as text.
    sql.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET extra_float_digits = 1");
    Map<String, DatabaseFacts.Table> tables = new TreeMap<>();
    for (String table : tables(sql)) {
      tables.put(table, table(sql, table));
    }
    boolean outbox = tables.containsKey("public.outbox");
    boolean audit = tables.containsKey("public.audit_head");
    return new DatabaseFacts(
        name,
        tables,
        outbox ? number(sql, "SELECT coalesce(max(sequence), 0) FROM outbox") : 0,
        audit ? number(sql, "SELECT seq FROM audit_head") : 0,
        audit ? texts(sql, "SELECT hash FROM audit_head").get(0) : "");
  }

  private static List<String> tables(Statement sql) throws SQLException {
    return texts(sql, "SELECT format('%I.%I', n.nspname, c.relname)" + OWN_TABLES + " ORDER BY 1");
  }

  private static DatabaseFacts.Table table(Statement sql, String table) throws SQLException {
    try (ResultSet row =
        sql.executeQuery(
            "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM "
                + table
                + " t")) {
      row.next();
      return new DatabaseFacts.Table(row.getLong(1), row.getString(2));
    }
  }

  /** Every blob that a row names, with the place that names it. */
  void forEachBlobName(BlobNameReader reader) {
    for (String database : names()) {
      in(
          database,
          sql -> {
            for (String[] place : places(sql)) {
              read(sql, database, place, reader);
            }
            return "";
          });
    }
  }

  private static List<String[]> places(Statement sql) throws SQLException {
    List<String[]> places = new ArrayList<>();
    try (ResultSet rows =
        sql.executeQuery(
            "SELECT format('%I.%I', n.nspname, c.relname), quote_ident(a.attname)"
                + OWN_TABLES.replace(" WHERE", " JOIN pg_attribute a ON a.attrelid = c.oid WHERE")
                + " AND a.attnum > 0 AND NOT a.attisdropped AND a.attname LIKE '%blob%'"
                + " AND a.atttypid = 'text'::regtype ORDER BY 1, 2")) {
      while (rows.next()) {
        places.add(new String[] {rows.getString(1), rows.getString(2)});
      }
    }
    return places;
  }

  private static void read(Statement sql, String database, String[] place, BlobNameReader reader)
      throws SQLException {
    try (ResultSet rows =
        sql.executeQuery(
            "SELECT " + place[1] + " FROM " + place[0] + " WHERE " + place[1] + " IS NOT NULL")) {
      while (rows.next()) {
        reader.read(database + "." + place[0] + "." + place[1], rows.getString(1));
      }
    }
  }

  /**
   * Makes the databases fit an empty broker: every event still kept is published again, consumers
   * know those they had; bytes of unfinished uploads are not in a backup; and the places of old
   * dead letters, which the new broker gives out anew, must not hide new ones.
   */
  void prepareForEmptyBroker(String restoredAt) {
    for (String database : names()) {
      in(
          database,
          sql -> {
            List<String> tables = tables(sql);
            if (tables.contains("public.outbox")) {
              sql.execute("UPDATE outbox SET published_at = NULL");
            }
            if (tables.contains("public.audit_checkpoint")) {
              sql.execute("UPDATE audit_checkpoint SET published_at = NULL");
            }
            if (tables.contains("public.resumable_upload")) {
              sql.execute("UPDATE resumable_upload SET state = 'expired' WHERE state = 'open'");
            }
            if (tables.contains("public.dead_letter")) {
              sql.execute(
                  "UPDATE dead_letter SET topic = topic || ' before "
                      + restoredAt
                      + "'"
                      + " WHERE topic NOT LIKE '% before %'");
            }
            return "";
          });
    }
  }

  private <T> T in(String database, Work<T> work) {
    try (Connection connection = server.connect(database)) {
      connection.setAutoCommit(false);
      try (Statement sql = connection.createStatement()) {
        sql.setFetchSize(FETCH);
        T result = work.run(sql);
        connection.commit();
        return result;
      }
    } catch (SQLException unreadable) {
      throw new SuiteFailure(
          "database " + database + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static List<String> texts(Statement sql, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = sql.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Takes a blob's key and where it is named. */
  @FunctionalInterface
  interface BlobNameReader {
    void read(String place, String key);
  }

  /** Work on one database. */
  @FunctionalInterface
  private interface Work<T> {
    T run(Statement sql) throws SQLException;
  }
}
