package org.endoreg.platform.deadletters;

import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/**
 * A record that was set aside, as operators see it: where it lies, what it is about and why it has
 * no effect yet. Nothing of its payload. {@code attempts} counts the first failure and every replay
 * that failed; {@code errorCode} is why the last replay did.
 */
public record DeadLetter(
    long id,
    String topic,
    int partition,
    long offset,
    String reason,
    @Nullable UUID eventId,
    @Nullable String eventType,
    @Nullable UUID aggregateId,
    @Nullable CenterKey centerKey,
    DeadLetterState state,
    int attempts,
    @Nullable String errorCode,
    Instant firstSeenAt,
    Instant lastSeenAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String decisionReason) {}
