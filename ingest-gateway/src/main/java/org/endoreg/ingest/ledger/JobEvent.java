package org.endoreg.ingest.ledger;

/** What can happen to a job: what workers report, what operators ask for, what checks find. */
public enum JobEvent {
  /** A worker holds the lease. */
  WORK_STARTED,
  /** A passing failure; the worker's queue tries again at a known time. */
  RETRY_PLANNED,
  /** The work ended for good with a code. */
  WORK_FAILED,
  /** The accepted bytes were not there when a worker wanted them. */
  SOURCE_MISSING,
  /** The result is registered and linked to an examination. */
  RESULT_LINKED,
  /** Somebody wants the job to stop. */
  CANCEL_REQUESTED,
  /** The worker stopped because of that and published nothing. */
  CANCELLED,
  /** An operator lets a failed job run again. */
  RETRY_REQUESTED,
  /** An operator ends the automatic retries of a job. */
  PARKED,
  /** A check found that ledger and store disagree. */
  INTEGRITY_LOST
}
