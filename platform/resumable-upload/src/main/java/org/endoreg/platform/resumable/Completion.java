package org.endoreg.platform.resumable;

import java.util.UUID;

/**
 * What became of a finished upload: the job the sender may follow, and whether the bytes are still
 * needed. They are not when the same bytes were accepted before; then they are removed.
 */
public record Completion(UUID jobId, String jobUrl, boolean keepsBytes) {}
