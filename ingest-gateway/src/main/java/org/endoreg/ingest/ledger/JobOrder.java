package org.endoreg.ingest.ledger;

import java.util.Locale;
import java.util.Optional;

/**
 * How a page of jobs is ordered. The id ends every order, so that a cursor names exactly one place.
 */
public enum JobOrder {
  NEWEST("id", "uuid", "DESC"),
  OLDEST("id", "uuid", "ASC"),
  UPDATED("updated_at", "timestamptz", "DESC"),
  SIZE("size_bytes", "bigint", "DESC");

  private final String column;
  private final String type;
  private final String direction;

  JobOrder(String column, String type, String direction) {
    this.column = column;
    this.type = type;
    this.direction = direction;
  }

  /** The order of this name; empty for any other name. */
  public static Optional<JobOrder> named(String wireName) {
    for (JobOrder order : values()) {
      if (order.name().toLowerCase(Locale.ROOT).equals(wireName)) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }

  boolean isById() {
    return column.equals("id");
  }

  /** What has to be known of a job to put it in its place. */
  String columns() {
    return isById() ? column : column + ", id";
  }

  String clause() {
    String byId = "id " + direction;
    return isById() ? byId : column + " " + direction + ", " + byId;
  }

  /** The rows behind a cursor. */
  String behind() {
    String sign = direction.equals("DESC") ? " < " : " > ";
    return isById()
        ? "id" + sign + ":cursorId"
        : "(" + column + ", id)" + sign + "(CAST(:cursorValue AS " + type + "), :cursorId)";
  }
}
