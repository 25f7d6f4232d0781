package org.endoreg.anonymizer.report;

/**
 * Thrown inside a parser or renderer callback to end the work at once. It is unchecked because the
 * PDF library swallows checked failures of single drawing operators and would go on.
 */
final class RefusedContent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final AnonymizationFailure.Code code;

  RefusedContent(AnonymizationFailure.Code code) {
    super(code.wireValue(), null, false, false);
    this.code = code;
  }

  AnonymizationFailure asFailure() {
    return new AnonymizationFailure(code);
  }
}
