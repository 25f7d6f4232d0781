package org.endoreg.platform.deadletters;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a record that was set aside stands. Only a waiting one is decided about. */
public enum DeadLetterState {
  WAITING,
  REPLAYED,
  DISCARDED;

  /** The name in JSON and in the database. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for any other name
   */
  public static DeadLetterState named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
