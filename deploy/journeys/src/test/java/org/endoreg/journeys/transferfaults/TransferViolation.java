package org.endoreg.journeys.transferfaults;

/** Something that must not be; {@code what} says of which transfer, medium or file. */
record TransferViolation(Name name, String what) {

  /** Every kind the checker knows. */
  enum Name {
    NEVER_TAKEN_UP,
    TAKEN_UP_TWICE,
    NOBODY_SIGNED_OFF,
    NOT_ENDED,
    FAILURE_UNEXPLAINED,
    RECEIPT_MISSING,
    NOT_APPLIED,
    APPLIED_TWICE,
    APPLIED_OTHER_BYTES,
    APPLIED_BUT_NOT_SENT,
    MEDIUM_MISSING,
    MEDIUM_TWICE,
    MEDIUM_OF_OTHER_BYTES,
    LINK_MISSING,
    LINK_TWICE,
    LINK_WITHOUT_PATIENT,
    EVENT_MISSING,
    EVENT_TWICE,
    AUDIT_ENTRY_MISSING,
    AUDIT_ENTRY_TWICE,
    SEALED_LEFT,
    CIPHERTEXT_LEFT,
    ORPHAN_BLOB
  }
}
