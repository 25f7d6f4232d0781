package org.endoreg.platform.work;

import java.time.Instant;
import org.endoreg.contracts.ProblemCode;

/**
 * The next attempt after a passing failure: {@code count} retries are used up of {@code max}, and
 * it comes at {@code nextAt} by database time.
 */
public record PlannedRetry(ProblemCode code, int count, int max, Instant nextAt) {}
