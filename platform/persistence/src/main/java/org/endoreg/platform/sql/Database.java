package org.endoreg.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.endoreg.platform.access.Callers;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * Makes the service's Jdbi, the only way its code reaches the database. Every handle shows the rows
 * of the caller's centers only, or all rows when no request is served.
 */
@ApplicationScoped
public class Database {

  @Produces
  @Singleton
  Jdbi jdbi(DataSource dataSource) {
    return over(dataSource, Database::scopeOfTheRequest);
  }

  /** A Jdbi for the service's own work, which sees every center; for tests and tools. */
  public static Jdbi over(DataSource dataSource) {
    return over(dataSource, () -> ScopedSessions.EVERY_CENTER);
  }

  static Jdbi over(DataSource dataSource, Supplier<String> scope) {
    return Jdbi.create(dataSource)
        .installPlugin(new PostgresPlugin())
        .installPlugin(new ScopedSessions(scope));
  }

  private static String scopeOfTheRequest() {
    return Callers.inRequest()
        .map(caller -> String.join(",", caller.scope().keys()))
        .orElse(ScopedSessions.EVERY_CENTER);
  }
}
