package org.endoreg.transfer.receiving;

import static org.endoreg.transfer.receiving.MediaStatus.NONE;
import static org.endoreg.transfer.receiving.MediaStatus.RECEIVED;
import static org.endoreg.transfer.receiving.MediaStatus.RECEIVING;
import static org.endoreg.transfer.receiving.MediaStatus.REFUSED;
import static org.endoreg.transfer.receiving.TransferStatus.AWAITING_MEDIA;
import static org.endoreg.transfer.receiving.TransferStatus.INCONSISTENT;

import java.util.List;
import java.util.Optional;

/**
 * The state machine of a received transfer as one table: {@link TransferJobs} changes a row along
 * it and in no other way. A registration begins by {@link RegistrationDecision}.
 */
record TransferTransition(TransferState from, TransferEvent event, TransferState to, String why) {
  private static final TransferState APPLIED =
      new TransferState(TransferStatus.APPLIED, MediaStatus.APPLIED);

  /** Every pair that has an effect; docs/transfer-job-states.md is written from this list. */
  static final List<TransferTransition> TABLE =
      List.of(
          row(waiting(NONE), TransferEvent.ENVELOPE_TAKEN, waiting(RECEIVING), "the bytes follow"),
          row(
              waiting(RECEIVING),
              TransferEvent.ENVELOPE_TAKEN,
              waiting(RECEIVING),
              "another envelope, nothing was applied from the first"),
          row(
              waiting(REFUSED),
              TransferEvent.ENVELOPE_TAKEN,
              waiting(RECEIVING),
              "the next try, with the same envelope or another"),
          row(
              waiting(RECEIVING),
              TransferEvent.CIPHERTEXT_COMPLETE,
              waiting(RECEIVED),
              "a worker opens it"),
          row(
              waiting(RECEIVING),
              TransferEvent.MEDIA_ABANDONED,
              waiting(NONE),
              "the bytes are removed, a later envelope begins anew"),
          row(
              waiting(RECEIVED),
              TransferEvent.MEDIA_APPLIED,
              APPLIED,
              "verified, published and receipted in one transaction"),
          row(
              waiting(RECEIVED),
              TransferEvent.MEDIA_REFUSED,
              waiting(REFUSED),
              "not authentic, or given up"),
          row(
              new TransferState(INCONSISTENT, NONE),
              TransferEvent.CONFLICT_SUPERSEDED,
              waiting(NONE),
              "an operator decided for this node"),
          row(
              new TransferState(INCONSISTENT, NONE),
              TransferEvent.CONFLICT_SEPARATED,
              waiting(NONE),
              "an operator accepted it beside the owner's"));

  /** The state after the event; empty when the event does not apply and must change nothing. */
  static Optional<TransferState> next(TransferState state, TransferEvent event) {
    return TABLE.stream()
        .filter(row -> row.from.equals(state) && row.event == event)
        .map(TransferTransition::to)
        .findFirst();
  }

  private static TransferState waiting(MediaStatus media) {
    return new TransferState(AWAITING_MEDIA, media);
  }

  private static TransferTransition row(
      TransferState from, TransferEvent event, TransferState to, String why) {
    return new TransferTransition(from, event, to, why);
  }
}
