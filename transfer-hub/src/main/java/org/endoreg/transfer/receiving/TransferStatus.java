package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a transfer stands. There is no pending: registration, decision and event are one
 * transaction.
 */
enum TransferStatus {
  AWAITING_MEDIA,
  APPLIED,
  FAILED,
  INCONSISTENT;

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TransferStatus of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
