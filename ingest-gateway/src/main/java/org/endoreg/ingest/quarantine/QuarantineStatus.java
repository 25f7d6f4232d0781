package org.endoreg.ingest.quarantine;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a quarantined drop stands. */
public enum QuarantineStatus {
  PENDING_REVIEW,
  RETAINED,
  APPROVED_FOR_DELETION,
  RELEASED,
  DELETED,
  MISSING,
  FAILED;

  /** The name in JSON and in the database. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for any other name
   */
  public static QuarantineStatus named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
