package org.endoreg.contracts.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a person confirmed a segment. */
public enum SegmentValidation {
  /** Nobody yet. */
  @JsonProperty("unvalidated")
  UNVALIDATED,
  /** A person did. */
  @JsonProperty("validated")
  VALIDATED
}
