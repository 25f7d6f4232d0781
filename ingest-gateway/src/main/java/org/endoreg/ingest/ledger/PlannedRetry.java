package org.endoreg.ingest.ledger;

import java.time.Instant;

/** The next automatic attempt: how many retries are used up of how many, and when it comes. */
record PlannedRetry(int count, int max, Instant nextAt) {}
