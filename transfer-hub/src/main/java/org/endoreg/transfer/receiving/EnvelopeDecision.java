package org.endoreg.transfer.receiving;

/**
 * What an envelope finds: the transfer takes no media, is bound to another one for good, is bound
 * to this one already, or begins with it.
 */
enum EnvelopeDecision {
  NO_MEDIA,
  CONFLICT,
  KEEP,
  BEGIN;

  /**
   * @param announced whether the registration announced media
   * @param same whether the envelope is the one the transfer is bound to
   */
  static EnvelopeDecision of(TransferState state, boolean announced, boolean same) {
    if (!takesMedia(state, announced)) {
      return NO_MEDIA;
    }
    boolean bound = state.media() == MediaStatus.RECEIVED || state.media() == MediaStatus.APPLIED;
    if (bound) {
      return same ? KEEP : CONFLICT;
    }
    return same && state.media() == MediaStatus.RECEIVING ? KEEP : BEGIN;
  }

  /** True when media may come, or came and were applied: a repetition is answered then. */
  static boolean takesMedia(TransferState state, boolean announced) {
    boolean awaited = state.status() == TransferStatus.AWAITING_MEDIA && announced;
    return awaited || state.media() == MediaStatus.APPLIED;
  }
}
