package org.endoreg.transfer.sending;

import static org.endoreg.transfer.sending.OutboundStatus.AWAITING_MEDIA;
import static org.endoreg.transfer.sending.OutboundStatus.CANCELLED;
import static org.endoreg.transfer.sending.OutboundStatus.COMPLETED;
import static org.endoreg.transfer.sending.OutboundStatus.FAILED;
import static org.endoreg.transfer.sending.OutboundStatus.MARKED;
import static org.endoreg.transfer.sending.OutboundStatus.QUEUED;
import static org.endoreg.transfer.sending.OutboundStatus.REGISTERING;
import static org.endoreg.transfer.sending.OutboundStatus.UPLOADING;

import java.util.List;
import java.util.Optional;

/**
 * The state machine of what a site sends as one table: {@link OutboundTransfers} changes a row
 * along it and in no other way. Every event leads to one status, from wherever it applies.
 */
record OutboundTransition(OutboundStatus from, OutboundEvent event, OutboundStatus to, String why) {

  /** Every pair that has an effect; docs/outbound-transfer-states.md is written from this list. */
  static final List<OutboundTransition> TABLE =
      List.of(
          row(MARKED, OutboundEvent.QUEUE, QUEUED, "somebody says so"),
          row(MARKED, OutboundEvent.WITHDRAW, FAILED, "nothing was sent"),
          row(MARKED, OutboundEvent.CANCEL, CANCELLED, "nothing was sent"),
          row(QUEUED, OutboundEvent.ATTEMPT, REGISTERING, "a worker holds the lease"),
          row(QUEUED, OutboundEvent.FAIL, FAILED, "papers or contract, nothing was sent"),
          row(QUEUED, OutboundEvent.WITHDRAW, FAILED, "nothing was sent"),
          row(QUEUED, OutboundEvent.CANCEL, CANCELLED, "no worker takes it"),
          row(REGISTERING, OutboundEvent.ATTEMPT, REGISTERING, "another attempt, from the start"),
          row(REGISTERING, OutboundEvent.MEDIA_WANTED, AWAITING_MEDIA, "the hub knows it"),
          row(REGISTERING, OutboundEvent.PROVE, COMPLETED, "the hub had this very artifact"),
          row(REGISTERING, OutboundEvent.FAIL, FAILED, "refused, or away for too long"),
          row(REGISTERING, OutboundEvent.WITHDRAW, FAILED, "no media were sent"),
          row(REGISTERING, OutboundEvent.CANCEL, CANCELLED, "the hub waits in vain"),
          row(AWAITING_MEDIA, OutboundEvent.ATTEMPT, REGISTERING, "another attempt"),
          row(AWAITING_MEDIA, OutboundEvent.SEND, UPLOADING, "sealed, from where the hub is"),
          row(AWAITING_MEDIA, OutboundEvent.FAIL, FAILED, "refused, or away for too long"),
          row(AWAITING_MEDIA, OutboundEvent.WITHDRAW, FAILED, "the upload stops"),
          row(AWAITING_MEDIA, OutboundEvent.CANCEL, CANCELLED, "the hub waits in vain"),
          row(UPLOADING, OutboundEvent.ATTEMPT, REGISTERING, "another attempt"),
          row(UPLOADING, OutboundEvent.SEND, UPLOADING, "the next piece"),
          row(UPLOADING, OutboundEvent.PROVE, COMPLETED, "a receipt the hub signed"),
          row(UPLOADING, OutboundEvent.FAIL, FAILED, "refused, or away for too long"),
          row(UPLOADING, OutboundEvent.WITHDRAW, FAILED, "the upload stops"),
          row(UPLOADING, OutboundEvent.CANCEL, CANCELLED, "the upload stops"),
          row(FAILED, OutboundEvent.QUEUE, QUEUED, "somebody acted and says so"),
          row(FAILED, OutboundEvent.CANCEL, CANCELLED, "nobody will send it again"),
          row(CANCELLED, OutboundEvent.QUEUE, QUEUED, "somebody wants it sent after all"));

  /** The status after the event; empty when the event does not apply and must change nothing. */
  static Optional<OutboundStatus> next(OutboundStatus status, OutboundEvent event) {
    return TABLE.stream()
        .filter(row -> row.from == status && row.event == event)
        .map(OutboundTransition::to)
        .findFirst();
  }

  /** Names of the statuses the event applies in. */
  static List<String> sources(OutboundEvent event) {
    return TABLE.stream()
        .filter(row -> row.event == event)
        .map(row -> row.from.wireName())
        .toList();
  }

  /** The one status the event leads to. */
  static OutboundStatus target(OutboundEvent event) {
    return TABLE.stream()
        .filter(row -> row.event == event)
        .map(OutboundTransition::to)
        .findFirst()
        .orElseThrow();
  }

  private static OutboundTransition row(
      OutboundStatus from, OutboundEvent event, OutboundStatus to, String why) {
    return new OutboundTransition(from, event, to, why);
  }
}
