package org.endoreg.ingest.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The boundary a job came through; it decides what happens to the source afterwards. */
public enum IngestMode {
  API("preserve_source"),
  WATCHER("delete_after_success");

  private final String retentionPolicy;

  IngestMode(String retentionPolicy) {
    this.retentionPolicy = retentionPolicy;
  }

  /** The name in JSON and in the database. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The retention policy of jobs of this boundary. */
  public String retentionPolicy() {
    return retentionPolicy;
  }
}
