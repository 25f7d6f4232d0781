package org.endoreg.ingest.ledger;

import static org.endoreg.ingest.ledger.UploadStatus.ANONYMIZED;
import static org.endoreg.ingest.ledger.UploadStatus.CANCELLED;
import static org.endoreg.ingest.ledger.UploadStatus.CANCEL_REQUESTED;
import static org.endoreg.ingest.ledger.UploadStatus.ERROR;
import static org.endoreg.ingest.ledger.UploadStatus.LOST;
import static org.endoreg.ingest.ledger.UploadStatus.PENDING;
import static org.endoreg.ingest.ledger.UploadStatus.PROCESSING;
import static org.endoreg.ingest.ledger.UploadStatus.RETRYING;

import java.util.List;
import java.util.Optional;

/**
 * The state machine of a job as one table: nothing else decides a status. Events of different
 * topics may overtake each other, so a result may find the job still pending; what arrives for a
 * pair that is not listed changes nothing.
 */
public record UploadTransition(UploadStatus from, JobEvent event, UploadStatus to, String why) {

  /** Every pair that has an effect; docs/upload-job-states.md is written from this list. */
  public static final List<UploadTransition> TABLE =
      List.of(
          row(PENDING, JobEvent.WORK_STARTED, PROCESSING, "a worker holds the lease"),
          row(PENDING, JobEvent.RETRY_PLANNED, RETRYING, "the start was overtaken"),
          row(PENDING, JobEvent.WORK_FAILED, ERROR, "the start was overtaken"),
          row(PENDING, JobEvent.SOURCE_MISSING, LOST, "the bytes are gone"),
          row(PENDING, JobEvent.RESULT_LINKED, ANONYMIZED, "the start was overtaken"),
          row(PENDING, JobEvent.CANCEL_REQUESTED, CANCELLED, "nobody works on it: at once"),
          row(PENDING, JobEvent.INTEGRITY_LOST, LOST, "a check missed the bytes"),
          row(PROCESSING, JobEvent.WORK_STARTED, PROCESSING, "another worker took over"),
          row(PROCESSING, JobEvent.RETRY_PLANNED, RETRYING, "passing failure, budget left"),
          row(PROCESSING, JobEvent.WORK_FAILED, ERROR, "terminal code or budget used up"),
          row(PROCESSING, JobEvent.SOURCE_MISSING, LOST, "the bytes are gone"),
          row(PROCESSING, JobEvent.RESULT_LINKED, ANONYMIZED, "result registered and linked"),
          row(PROCESSING, JobEvent.CANCEL_REQUESTED, CANCEL_REQUESTED, "the worker is asked"),
          row(PROCESSING, JobEvent.INTEGRITY_LOST, LOST, "a check missed the bytes"),
          row(RETRYING, JobEvent.WORK_STARTED, PROCESSING, "the pause is over"),
          row(RETRYING, JobEvent.RETRY_PLANNED, RETRYING, "the start was overtaken"),
          row(RETRYING, JobEvent.WORK_FAILED, ERROR, "budget used up"),
          row(RETRYING, JobEvent.SOURCE_MISSING, LOST, "the bytes are gone"),
          row(RETRYING, JobEvent.RESULT_LINKED, ANONYMIZED, "the start was overtaken"),
          row(RETRYING, JobEvent.CANCEL_REQUESTED, CANCELLED, "nobody works on it: at once"),
          row(RETRYING, JobEvent.PARKED, ERROR, "an operator ended the retries"),
          row(RETRYING, JobEvent.INTEGRITY_LOST, LOST, "a check missed the bytes"),
          row(CANCEL_REQUESTED, JobEvent.CANCEL_REQUESTED, CANCEL_REQUESTED, "asked again"),
          row(CANCEL_REQUESTED, JobEvent.CANCELLED, CANCELLED, "the worker stopped"),
          row(CANCEL_REQUESTED, JobEvent.RESULT_LINKED, ANONYMIZED, "the work was done first"),
          row(CANCEL_REQUESTED, JobEvent.WORK_FAILED, ERROR, "the work had failed first"),
          row(CANCEL_REQUESTED, JobEvent.SOURCE_MISSING, LOST, "the bytes are gone"),
          row(CANCEL_REQUESTED, JobEvent.INTEGRITY_LOST, LOST, "a check missed the bytes"),
          row(ANONYMIZED, JobEvent.INTEGRITY_LOST, LOST, "the result is gone"),
          row(ERROR, JobEvent.RETRY_REQUESTED, RETRYING, "an operator lets it run again"),
          row(CANCELLED, JobEvent.CANCEL_REQUESTED, CANCELLED, "asked again"),
          row(CANCELLED, JobEvent.RESULT_LINKED, ANONYMIZED, "the work was done, unknown here"));

  /** The status after the event; empty when the event does not apply and must be dropped. */
  public static Optional<UploadStatus> next(UploadStatus status, JobEvent event) {
    return TABLE.stream()
        .filter(row -> row.from == status && row.event == event)
        .map(UploadTransition::to)
        .findFirst();
  }

  private static UploadTransition row(
      UploadStatus from, JobEvent event, UploadStatus to, String why) {
    return new UploadTransition(from, event, to, why);
  }
}
