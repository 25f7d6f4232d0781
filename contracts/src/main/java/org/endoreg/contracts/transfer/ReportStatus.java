package org.endoreg.contracts.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The one state in which a structured report leaves a node. */
public enum ReportStatus {
  /** Signed and no draft. */
  @JsonProperty("final")
  FINAL
}
