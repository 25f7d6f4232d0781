package org.endoreg.contracts.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Which copies may go once a transfer is applied. Recorded as an intent; nothing is deleted by it
 * alone.
 */
public enum CleanupPolicy {
  /** Nothing goes. */
  @JsonProperty("retain_all")
  RETAIN_ALL,
  /** Raw bytes of the hub, once applied. */
  @JsonProperty("delete_central_raw_after_apply")
  DELETE_CENTRAL_RAW_AFTER_APPLY,
  /** Raw bytes of the hub, once a backup was verified. */
  @JsonProperty("delete_central_raw_after_verified_backup")
  DELETE_CENTRAL_RAW_AFTER_VERIFIED_BACKUP,
  /** The source at the hub, once its derivatives exist. */
  @JsonProperty("delete_central_source_after_anonymized_derivatives_exist")
  DELETE_CENTRAL_SOURCE_AFTER_ANONYMIZED_DERIVATIVES_EXIST
}
