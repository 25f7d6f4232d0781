package org.endoreg.platform.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.postgresql.jdbc.PgConnection;

/**
 * Tells the database at the start of each handle whose rows it may show: those of the caller's
 * centers while a request is served, all of them for the service's own work. Row-level security
 * then holds even where a query forgot its scope.
 */
final class ScopedSessions implements JdbiPlugin {
  /** For the service's own work. */
  static final String EVERY_CENTER = "*";

  private final Supplier<String> scope;

  /** What each connection was told last, so that it is told only what changes. */
  private final Map<PgConnection, String> told = Collections.synchronizedMap(new WeakHashMap<>());

  ScopedSessions(Supplier<String> scope) {
    this.scope = scope;
  }

  @Override
  public Handle customizeHandle(Handle handle) throws SQLException {
    PgConnection physical = handle.getConnection().unwrap(PgConnection.class);
    String wanted = scope.get();
    if (!wanted.equals(told.get(physical))) {
      tell(handle.getConnection(), wanted);
      told.put(physical, wanted);
    }
    return handle;
  }

  private static void tell(Connection connection, String scope) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT set_config('app.center_scope', ?, false)")) {
      statement.setString(1, scope);
      statement.execute();
    }
  }
}
