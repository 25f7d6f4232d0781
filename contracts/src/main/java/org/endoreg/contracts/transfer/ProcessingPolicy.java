package org.endoreg.contracts.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the hub has to do with the processing state it receives; it beats the intent. */
public enum ProcessingPolicy {
  /** Take it over; the policy of production. */
  @JsonProperty("preserve_processing_state")
  PRESERVE_PROCESSING_STATE,
  /** Process anew. */
  @JsonProperty("reprocess_always")
  REPROCESS_ALWAYS,
  /** Process anew where the artifact is missing. */
  @JsonProperty("reprocess_if_missing_outputs")
  REPROCESS_IF_MISSING_OUTPUTS,
  /** Keep the bytes and do nothing. */
  @JsonProperty("ingest_only_no_processing")
  INGEST_ONLY_NO_PROCESSING
}
