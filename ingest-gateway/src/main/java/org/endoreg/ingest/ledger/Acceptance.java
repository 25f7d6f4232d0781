package org.endoreg.ingest.ledger;

import java.util.UUID;

/**
 * The ledger's answer to a submission: the job that stands for the bytes, and whether it was there
 * before.
 */
public record Acceptance(UUID jobId, boolean reused) {}
