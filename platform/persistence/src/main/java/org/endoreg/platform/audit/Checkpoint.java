package org.endoreg.platform.audit;

/** The link of the chain at one place: a signed checkpoint, or the head. */
record Checkpoint(long seq, String hash) {
  /** Before the first entry. */
  static final Checkpoint GENESIS = new Checkpoint(0, CanonicalEntry.GENESIS);
}
