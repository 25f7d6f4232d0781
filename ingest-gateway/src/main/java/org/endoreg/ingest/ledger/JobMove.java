package org.endoreg.ingest.ledger;

import java.util.Optional;
import org.endoreg.contracts.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a job, with everything its row is to remember of it. {@code attempt} and
 * {@code fencingToken} are empty when the event does not speak of one.
 */
record JobMove(
    JobEvent event,
    @Nullable ProblemCode code,
    Optional<PlannedRetry> retry,
    Optional<Integer> attempt,
    Optional<Long> fencingToken,
    Optional<String> requestedBy) {

  static JobMove of(JobEvent event) {
    return new JobMove(
        event, null, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  JobMove because(@Nullable ProblemCode why) {
    return new JobMove(event, why, retry, attempt, fencingToken, requestedBy);
  }

  JobMove retriedBy(PlannedRetry planned) {
    return new JobMove(event, code, Optional.of(planned), attempt, fencingToken, requestedBy);
  }

  JobMove ofAttempt(@Nullable Integer number) {
    return new JobMove(event, code, retry, Optional.ofNullable(number), fencingToken, requestedBy);
  }

  JobMove under(@Nullable Long token) {
    return new JobMove(event, code, retry, attempt, Optional.ofNullable(token), requestedBy);
  }

  JobMove requestedBy(String subject) {
    return new JobMove(event, code, retry, attempt, fencingToken, Optional.of(subject));
  }
}
