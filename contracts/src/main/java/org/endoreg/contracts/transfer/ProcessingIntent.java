package org.endoreg.contracts.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the sender wishes; informs people, decides nothing. */
public enum ProcessingIntent {
  /** Keep what was done. */
  @JsonProperty("sender_requests_state_preservation")
  SENDER_REQUESTS_STATE_PRESERVATION,
  /** Do it again. */
  @JsonProperty("sender_requests_hub_processing")
  SENDER_REQUESTS_HUB_PROCESSING,
  /** Keep it only. */
  @JsonProperty("sender_requests_archive_only")
  SENDER_REQUESTS_ARCHIVE_ONLY
}
