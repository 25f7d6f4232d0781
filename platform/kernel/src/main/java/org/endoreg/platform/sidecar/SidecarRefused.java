package org.endoreg.platform.sidecar;

import java.util.List;
import org.endoreg.contracts.ProblemCode;

/**
 * A sidecar breaks its contract. Carries a stable code and the names of the fields concerned; never
 * a value, and never a name the sender made up, because either could identify a patient.
 */
public final class SidecarRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final List<String> fields;

  SidecarRefused(ProblemCode code, List<String> fields) {
    super(code.wireName());
    this.code = code;
    this.fields = List.copyOf(fields);
  }

  /** Which rule was broken. */
  public ProblemCode code() {
    return code;
  }

  /** The fields concerned, in the order of the contract; empty when the file is not readable. */
  public List<String> fields() {
    return fields;
  }
}
