package org.endoreg.transfer.sending;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an artifact is on its way to the hub. */
enum OutboundStatus {
  MARKED,
  QUEUED,
  REGISTERING,
  AWAITING_MEDIA,
  UPLOADING,
  COMPLETED,
  FAILED,
  CANCELLED;

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static OutboundStatus of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  /** True when nothing more happens by itself. */
  boolean isEnded() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
