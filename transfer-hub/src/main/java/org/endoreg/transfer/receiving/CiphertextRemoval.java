package org.endoreg.transfer.receiving;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a ciphertext may go: no transfer that is under way needs it. */
enum CiphertextRemoval {
  /** Its artifact was applied, and the policy keeps the sealed bytes no longer. */
  APPLIED,
  /** It was not what its envelope says; another try sends all of it again. */
  REFUSED,
  /** Nobody went on with it. */
  ABANDONED,
  /** The transfer takes no media. */
  ENDED;

  /** How long sealed bytes are kept; both from the last change of the transfer on. */
  record Policy(Duration afterApply, Duration untilAbandoned) {}

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable CiphertextRemoval of(@Nullable String wireName) {
    return wireName == null ? null : valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  /**
   * Why the ciphertext of a transfer may go now; empty when it is needed.
   *
   * @param changed when the transfer or its ciphertext changed last
   */
  static Optional<CiphertextRemoval> of(
      TransferState state, Instant changed, Instant now, Policy policy) {
    return switch (state.media()) {
      case RECEIVED -> Optional.empty();
      case RECEIVING -> due(ABANDONED, changed, now, policy.untilAbandoned());
      case APPLIED -> due(APPLIED, changed, now, policy.afterApply());
      case REFUSED -> Optional.of(REFUSED);
      case NONE -> Optional.of(ENDED);
    };
  }

  private static Optional<CiphertextRemoval> due(
      CiphertextRemoval why, Instant since, Instant now, Duration kept) {
    return now.isBefore(since.plus(kept)) ? Optional.empty() : Optional.of(why);
  }
}
