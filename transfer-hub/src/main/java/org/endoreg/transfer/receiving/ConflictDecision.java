package org.endoreg.transfer.receiving;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an operator decides about a conflict; nothing is ever decided by itself. */
enum ConflictDecision {
  /** What the hub has stays; the other registration stays refused. */
  KEEP_EXISTING,
  /** The other node takes the resource over: its transfer awaits its media. */
  SUPERSEDE,
  /** Both are right: the other node's transfer awaits its media, for a record of its own. */
  ACCEPT_AS_SEPARATE;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ConflictDecision> of(String wireName) {
    return Arrays.stream(values())
        .filter(decision -> decision.wireName().equals(wireName))
        .findFirst();
  }
}
