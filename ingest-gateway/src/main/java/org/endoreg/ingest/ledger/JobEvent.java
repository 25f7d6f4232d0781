package org.endoreg.ingest.ledger;

/** What can happen to a job from outside the ledger. */
public enum JobEvent {
  WORK_STARTED,
  WORK_FAILED,
  SOURCE_MISSING,
  RESULT_LINKED
}
