package org.endoreg.ingest.quarantine;

/** What can happen to a quarantined drop. */
public enum QuarantineEvent {
  /** The same bytes came again. */
  FOUND,
  /** A reviewer keeps it. */
  RETAINED,
  /** A reviewer lets it be deleted. */
  APPROVED,
  /** A reviewer gives it to the ledger as an ordinary file. */
  RELEASED,
  /** Another person deleted it. */
  DELETED,
  /** Deleting failed, or the bytes are not the approved ones. */
  DELETE_FAILED,
  /** The bytes are gone although nobody deleted them. */
  GONE
}
