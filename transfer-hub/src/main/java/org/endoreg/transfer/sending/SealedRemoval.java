package org.endoreg.transfer.sending;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Why a sealed artifact may go: no attempt will send these bytes again. */
enum SealedRemoval {
  /** The hub proved that it applied them. */
  COMPLETED,
  /** The sign-off was taken back. */
  WITHDRAWN,
  /** It failed, and nobody sent it again for as long as the policy waits. */
  GIVEN_UP,
  /** It was called off, and nobody sent it after all for as long as the policy waits. */
  CANCELLED;

  /** How long sealed artifacts are kept, from the last change of the transfer on. */
  record Policy(Duration afterCompletion, Duration afterFailure, Duration afterCancellation) {}

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Why the sealed artifact of a transfer may go now; empty when it is needed. */
  static Optional<SealedRemoval> of(
      OutboundStatus status, boolean withdrawn, Instant changed, Instant now, Policy policy) {
    if (withdrawn && (status == OutboundStatus.FAILED || status == OutboundStatus.CANCELLED)) {
      return Optional.of(WITHDRAWN);
    }
    return switch (status) {
      case COMPLETED -> due(COMPLETED, changed, now, policy.afterCompletion());
      case FAILED -> due(GIVEN_UP, changed, now, policy.afterFailure());
      case CANCELLED -> due(CANCELLED, changed, now, policy.afterCancellation());
      case MARKED, QUEUED, REGISTERING, AWAITING_MEDIA, UPLOADING -> Optional.empty();
    };
  }

  private static Optional<SealedRemoval> due(
      SealedRemoval why, Instant since, Instant now, Duration kept) {
    return now.isBefore(since.plus(kept)) ? Optional.empty() : Optional.of(why);
  }
}
