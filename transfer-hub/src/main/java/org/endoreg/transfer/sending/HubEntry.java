package org.endoreg.transfer.sending;

import com.fasterxml.jackson.databind.JsonNode;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.access.CenterScope;

/** A transfer as the hub says it has it. */
record HubEntry(
    String id,
    String transferKey,
    String centerKey,
    String resourceKind,
    String resourceHash,
    String processedSha256,
    String status,
    String decision,
    String mediaStatus) {

  static HubEntry of(JsonNode row) {
    return new HubEntry(
        row.path("id").asText(),
        row.path("transfer_key").asText(),
        row.path("source_center_key").asText(),
        row.path("resource_kind").asText(),
        row.path("resource_hash").asText(),
        row.path("processed_media_hash").asText(),
        row.path("transfer_status").asText(),
        row.path("processing_decision").asText(),
        row.path("media_status").asText());
  }

  /** What only the hub has is of a center too. */
  boolean isWithin(CenterScope scope) {
    return centerKey.matches("[a-z0-9_-]{1,63}") && scope.covers(new CenterKey(centerKey));
  }

  boolean isApplied() {
    return status.equals("applied");
  }

  /** The hub had the very artifact from another transfer, so no receipt is due for this one. */
  boolean hadItBefore() {
    return decision.equals("skip_processing_existing_success");
  }

  boolean isRefused() {
    return status.equals("inconsistent") || status.equals("failed");
  }
}
