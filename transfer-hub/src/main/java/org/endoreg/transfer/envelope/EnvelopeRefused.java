package org.endoreg.transfer.envelope;

/** An envelope or its ciphertext is not what it has to be; the reason carries no content. */
public final class EnvelopeRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What is wrong. */
  public enum Reason {
    /** A member is missing, unknown or misshapen. */
    MALFORMED,
    /** The envelope belongs to another transfer. */
    OTHER_TRANSFER,
    /** It is sealed for a key this hub does not have or has revoked. */
    UNKNOWN_KEY,
    /** Key, members or bytes were changed on the way. */
    NOT_AUTHENTIC,
    /** The bytes are authentic, but not the ones the transfer announced. */
    OTHER_CONTENT
  }

  EnvelopeRefused(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  EnvelopeRefused(Reason reason, Throwable cause) {
    super(reason.name(), cause);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
