package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the hub does with a registered resource. */
enum ProcessingDecision {
  SKIP_PROCESSING_EXISTING_SUCCESS,
  SKIP_PROCESSING_PRESERVED_STATE,
  WAIT_FOR_MISSING_MEDIA,
  MARK_INCONSISTENT,
  REJECT_TRANSFER;

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ProcessingDecision of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
