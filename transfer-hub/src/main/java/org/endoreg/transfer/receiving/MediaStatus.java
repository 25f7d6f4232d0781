package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far the sealed artifact of a transfer is. */
enum MediaStatus {
  NONE,
  RECEIVING,
  RECEIVED,
  REFUSED,
  APPLIED;

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static MediaStatus of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
