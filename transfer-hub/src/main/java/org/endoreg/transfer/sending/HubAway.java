package org.endoreg.transfer.sending;

import org.endoreg.contracts.ProblemCode;

/** The hub or the line failed in a way that may pass; asking again may help. */
final class HubAway extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;

  HubAway(String what) {
    this(what, ProblemCode.HUB_UNAVAILABLE);
  }

  HubAway(String what, ProblemCode code) {
    super(what);
    this.code = code;
  }

  /** What the people at the site are told meanwhile. */
  ProblemCode code() {
    return code;
  }
}
