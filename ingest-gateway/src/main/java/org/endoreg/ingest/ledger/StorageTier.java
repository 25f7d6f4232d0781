package org.endoreg.ingest.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The way bytes came in, which is also the scope of an idempotency key. */
public enum StorageTier {
  UPLOAD_API,
  UPLOAD_WATCHER,
  UPLOAD_PREANONYMIZED;

  /** The name in JSON and in the database. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
