package org.endoreg.ingest.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The boundary a job came through; it decides what happens to the source afterwards. */
public enum IngestMode {
  API("preserve_source", StorageTier.UPLOAD_API),
  WATCHER("delete_after_success", StorageTier.UPLOAD_WATCHER);

  private final String retentionPolicy;
  private final StorageTier tier;

  IngestMode(String retentionPolicy, StorageTier tier) {
    this.retentionPolicy = retentionPolicy;
    this.tier = tier;
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

  /** The tier of raw bytes of this boundary. */
  StorageTier tier() {
    return tier;
  }
}
