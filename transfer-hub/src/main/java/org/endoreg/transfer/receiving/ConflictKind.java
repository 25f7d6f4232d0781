package org.endoreg.transfer.receiving;

import java.util.List;
import java.util.Locale;

/** How a registration contradicts another one, and what an operator may decide. */
enum ConflictKind {
  /** The same key with other content: refused, and nothing of it is kept. */
  REPLAY_MISMATCH,
  /** The resource belongs to another node of the center: recorded, and takes no media. */
  OWNERSHIP;

  List<ConflictDecision> allowed() {
    return switch (this) {
      case REPLAY_MISMATCH -> List.of(ConflictDecision.KEEP_EXISTING);
      case OWNERSHIP ->
          List.of(
              ConflictDecision.KEEP_EXISTING,
              ConflictDecision.SUPERSEDE,
              ConflictDecision.ACCEPT_AS_SEPARATE);
    };
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ConflictKind of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
