package org.endoreg.contracts.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What travels. Raw media have no value here, so they cannot be asked for. */
public enum TransferMode {
  /** Rows alone. */
  @JsonProperty("metadata_only")
  METADATA_ONLY,
  /** Rows and the sealed processed artifact. */
  @JsonProperty("metadata_and_processed_media")
  METADATA_AND_PROCESSED_MEDIA
}
