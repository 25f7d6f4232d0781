package org.endoreg.ingest.ledger;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state machine of a job as one table. Events of different topics may overtake each other, so a
 * result may find the job still pending; what arrives late for a finished job changes nothing.
 */
public final class UploadTransition {
  private static final Map<UploadStatus, Map<JobEvent, UploadStatus>> TABLE = table();

  private UploadTransition() {}

  /** The status after the event; empty when the event does not apply and must be dropped. */
  public static Optional<UploadStatus> next(UploadStatus status, JobEvent event) {
    return Optional.ofNullable(TABLE.getOrDefault(status, Map.of()).get(event));
  }

  private static Map<UploadStatus, Map<JobEvent, UploadStatus>> table() {
    Map<JobEvent, UploadStatus> running =
        Map.of(
            JobEvent.WORK_STARTED, UploadStatus.PROCESSING,
            JobEvent.WORK_FAILED, UploadStatus.ERROR,
            JobEvent.SOURCE_MISSING, UploadStatus.LOST,
            JobEvent.RESULT_LINKED, UploadStatus.ANONYMIZED);
    Map<UploadStatus, Map<JobEvent, UploadStatus>> table = new EnumMap<>(UploadStatus.class);
    table.put(UploadStatus.PENDING, running);
    table.put(UploadStatus.RETRYING, running);
    table.put(UploadStatus.PROCESSING, running);
    return table;
  }
}
