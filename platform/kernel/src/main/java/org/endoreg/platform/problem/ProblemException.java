package org.endoreg.platform.problem;

import java.util.List;
import java.util.Map;
import org.endoreg.contracts.ProblemCode;

/**
 * Ends a request with a problem answer. Carries field names and fixed sentences only, never a value
 * of the request.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final transient Map<String, List<String>> errors;

  /** A problem that concerns no single field. */
  public ProblemException(ProblemCode code) {
    this(code, Map.of());
  }

  /** A problem with the fields it concerns, each with machine-readable reasons. */
  public ProblemException(ProblemCode code, Map<String, List<String>> errors) {
    super(code.wireName());
    this.code = code;
    this.errors = Map.copyOf(errors);
  }

  /** The stable code. */
  public ProblemCode code() {
    return code;
  }

  /** Reasons by field. */
  public Map<String, List<String>> errors() {
    return errors;
  }
}
