package org.endoreg.ingest.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What an operator may do to a job. */
public enum JobAction {
  /** Lets a job that ended in error run again. */
  RETRY,
  /** Stops a video that was not anonymized elsewhere; its source is kept. */
  CANCEL,
  /** Ends the automatic retries of a job, so that it waits for a person. */
  PARK;

  /** The name in JSON. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for any other name
   */
  @JsonCreator
  public static JobAction named(String wireName) {
    return Arrays.stream(values())
        .filter(action -> action.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown action"));
  }
}
