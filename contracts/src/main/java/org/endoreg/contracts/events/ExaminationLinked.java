package org.endoreg.contracts.events;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/**
 * The medium has its place: a pseudonymous patient and examination, or none while the identity is
 * incomplete (both ids null).
 */
public record ExaminationLinked(
    UUID jobId,
    CenterKey centerKey,
    long mediumId,
    @Nullable Long patientId,
    @Nullable Long patientExaminationId)
    implements HubEvent {

  @Override
  public UUID aggregateId() {
    return jobId;
  }
}
