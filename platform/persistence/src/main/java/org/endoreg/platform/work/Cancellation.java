package org.endoreg.platform.work;

/** What calling an item off did. */
public enum Cancellation {
  /** Nobody worked on it: it is cancelled now. */
  CANCELLED,
  /** A worker has it and was asked to stop. */
  REQUESTED,
  /** It had ended before, or there is no such item. */
  TOO_LATE
}
