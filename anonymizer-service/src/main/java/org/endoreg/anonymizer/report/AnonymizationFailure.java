package org.endoreg.anonymizer.report;

import java.util.Locale;

/**
 * A report could not be anonymized. The code is stable and goes into events; the message is the
 * code alone, because parser messages may quote the document.
 */
public final class AnonymizationFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a report was refused. */
  public enum Code {
    UNREADABLE_SOURCE,
    ENCRYPTED_PDF,
    LIMIT_EXCEEDED,
    OCR_UNAVAILABLE,
    RESIDUAL_PHI,
    ENCODE_FAILED;

    /** The code as events carry it. */
    public String wireValue() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Code code;

  /** A failure with this code. */
  public AnonymizationFailure(Code code) {
    super(code.wireValue());
    this.code = code;
  }

  /** The stable code. */
  public Code code() {
    return code;
  }
}
