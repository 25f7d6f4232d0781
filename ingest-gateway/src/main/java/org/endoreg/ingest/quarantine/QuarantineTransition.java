package org.endoreg.ingest.quarantine;

import static org.endoreg.ingest.quarantine.QuarantineStatus.APPROVED_FOR_DELETION;
import static org.endoreg.ingest.quarantine.QuarantineStatus.DELETED;
import static org.endoreg.ingest.quarantine.QuarantineStatus.FAILED;
import static org.endoreg.ingest.quarantine.QuarantineStatus.MISSING;
import static org.endoreg.ingest.quarantine.QuarantineStatus.PENDING_REVIEW;
import static org.endoreg.ingest.quarantine.QuarantineStatus.RELEASED;
import static org.endoreg.ingest.quarantine.QuarantineStatus.RETAINED;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which decision is possible in which status, as one table. A pair that is not listed is refused.
 */
public final class QuarantineTransition {
  private static final Set<QuarantineStatus> WITH_BYTES =
      Set.of(PENDING_REVIEW, RETAINED, APPROVED_FOR_DELETION, FAILED);

  private static final Map<QuarantineEvent, Rule> RULES =
      new EnumMap<>(
          Map.of(
              QuarantineEvent.FOUND, new Rule(Set.of(DELETED, MISSING, RELEASED), PENDING_REVIEW),
              QuarantineEvent.RETAINED,
                  new Rule(
                      Set.of(PENDING_REVIEW, RETAINED, APPROVED_FOR_DELETION, FAILED, MISSING),
                      RETAINED),
              QuarantineEvent.APPROVED, new Rule(WITH_BYTES, APPROVED_FOR_DELETION),
              QuarantineEvent.RELEASED,
                  new Rule(Set.of(PENDING_REVIEW, RETAINED, FAILED), RELEASED),
              QuarantineEvent.DELETED, new Rule(Set.of(APPROVED_FOR_DELETION), DELETED),
              QuarantineEvent.DELETE_FAILED, new Rule(Set.of(APPROVED_FOR_DELETION), FAILED),
              QuarantineEvent.GONE, new Rule(WITH_BYTES, MISSING)));

  private QuarantineTransition() {}

  /** The status after the event; empty when the event is not possible. */
  public static Optional<QuarantineStatus> next(QuarantineStatus status, QuarantineEvent event) {
    return Optional.ofNullable(RULES.get(event))
        .filter(rule -> rule.from.contains(status))
        .map(Rule::to);
  }

  private record Rule(Set<QuarantineStatus> from, QuarantineStatus to) {}
}
