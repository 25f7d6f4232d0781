package org.endoreg.ingest.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What becomes of a job's source. It is an axis of its own: a job may be anonymized long before its
 * source may go.
 */
public enum CleanupStatus {
  PENDING,
  ELIGIBLE,
  DELETING,
  COMPLETED,
  SKIPPED;

  /** The name in JSON and in the database. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for any other name
   */
  public static CleanupStatus named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
