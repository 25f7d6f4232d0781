package org.endoreg.ingest.ledger;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All jobs at a glance. A status nobody has is left out of the counts; nothing waiting gives null.
 */
public record JobSummary(Map<UploadStatus, Long> byStatus, @Nullable Instant waitingSince) {}
