package org.endoreg.platform.sql;

import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells failures of the database itself from those of what was asked of it. */
public final class Trouble {
  private Trouble() {}

  /** True when the database could not be reached or went away: the same attempt may hold later. */
  public static boolean isOfTheDatabase(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && isUnreachable(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** Classes of SQLSTATE: 08 connection, 53 resources, 57P operator intervention, 58 system. */
  private static boolean isUnreachable(@Nullable String state) {
    return state != null
        && (state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57P")
            || state.startsWith("58"));
  }
}
