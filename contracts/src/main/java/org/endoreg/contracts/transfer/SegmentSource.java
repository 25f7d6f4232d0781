package org.endoreg.contracts.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who drew a segment. */
public enum SegmentSource {
  /** A person. */
  @JsonProperty("manual_annotation")
  MANUAL_ANNOTATION,
  /** A model. */
  @JsonProperty("prediction")
  PREDICTION
}
