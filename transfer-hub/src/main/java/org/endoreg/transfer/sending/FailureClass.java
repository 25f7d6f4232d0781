package org.endoreg.transfer.sending;

import java.util.Locale;

/** Why a transfer failed, which says who has to act. */
enum FailureClass {
  /** Something here is set wrongly; nothing was sent. */
  CONFIGURATION_REJECTION,
  /** The hub does not let this node in. */
  AUTHORIZATION_DENIAL,
  /** Hub and site disagree about what was sent; a person has to look. */
  INTEGRITY_INCONSISTENCY,
  /** The hub or the line failed for too long. */
  TRANSIENT_RETRY;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
