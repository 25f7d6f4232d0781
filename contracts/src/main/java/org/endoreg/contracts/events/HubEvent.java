package org.endoreg.contracts.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;

/**
 * Something that became true in the suite, most often about one upload job on its way. The type
 * name in the envelope selects the record.
 */
public sealed interface HubEvent
    permits UploadJobSubmitted,
        UploadJobAccepted,
        UploadJobCancelRequested,
        DropRejected,
        CenterRegistered,
        WatcherHeartbeat,
        AnonymizationRetrying,
        AnonymizationCancelled,
        AnonymizationStarted,
        AnonymizationProgressed,
        AnonymizationCompleted,
        AnonymizationFailed,
        SignOffWithdrawn,
        MediumRegistered,
        ExaminationLinked,
        TransferApplied {

  /**
   * The job (for a submission: the submission) the event speaks of; the record key, so order per
   * job is kept.
   */
  @JsonIgnore
  UUID aggregateId();

  /** The center that owns everything the event names. */
  CenterKey centerKey();
}
