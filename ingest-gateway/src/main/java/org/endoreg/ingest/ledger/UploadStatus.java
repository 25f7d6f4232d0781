package org.endoreg.ingest.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a job stands. Terminal are {@code anonymized}, {@code error}, {@code lost} and {@code
 * cancelled}.
 */
public enum UploadStatus {
  PENDING,
  PROCESSING,
  RETRYING,
  ANONYMIZED,
  ERROR,
  LOST,
  CANCEL_REQUESTED,
  CANCELLED;

  /** The name in JSON and in the database. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for any other name
   */
  public static UploadStatus named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  /** True while the job waits for a worker. */
  public boolean isQueued() {
    return this == PENDING || this == RETRYING;
  }

  /** True when nothing will happen to the job by itself any more. */
  public boolean isTerminal() {
    return this == ANONYMIZED || this == ERROR || this == LOST || this == CANCELLED;
  }
}
