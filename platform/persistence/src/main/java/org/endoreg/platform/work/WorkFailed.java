package org.endoreg.platform.work;

import org.endoreg.contracts.ProblemCode;

/**
 * An attempt failed with a stable code. Transient failures are tried again, the others end the
 * item.
 */
public final class WorkFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final boolean transientFailure;

  private WorkFailed(ProblemCode code, boolean transientFailure) {
    super(code.wireName());
    this.code = code;
    this.transientFailure = transientFailure;
  }

  /** No later attempt can succeed: the input is at fault. */
  public static WorkFailed terminal(ProblemCode code) {
    return new WorkFailed(code, false);
  }

  /** A later attempt may succeed. */
  public static WorkFailed passing(ProblemCode code) {
    return new WorkFailed(code, true);
  }

  /** Why. */
  public ProblemCode code() {
    return code;
  }

  /** True when another attempt is worth it. */
  public boolean isTransient() {
    return transientFailure;
  }
}
