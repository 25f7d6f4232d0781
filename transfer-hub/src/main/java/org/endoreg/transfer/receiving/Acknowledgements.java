package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * What the hub answers about a transfer: whose it is, where it stands, and the receipt once its
 * media were applied. Ids of the hub's own rows are not told.
 */
@ApplicationScoped
class Acknowledgements {
  private final ObjectMapper mapper;

  Acknowledgements(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** The answer's body. */
  ObjectNode of(TransferJob job) {
    JsonNode registration = parsed(job.registration());
    ObjectNode answer =
        mapper
            .createObjectNode()
            .put("id", job.id().toString())
            .put("transfer_key", job.transferKey())
            .put("source_node_key", job.sourceNodeKey())
            .put("target_node_key", job.targetNodeKey())
            .put("source_center_key", job.center().value())
            .put("resource_kind", job.kind().wireName())
            .put("resource_hash", job.resourceHash().value())
            .put("processed_media_hash", job.processedSha256().value());
    for (String said :
        new String[] {
          "transfer_mode",
          "processing_policy",
          "processing_intent",
          "cleanup_policy",
          "payload_schema_version"
        }) {
      answer.set(said, registration.get(said));
    }
    answer
        .put("transfer_status", job.status().wireName())
        .put("processing_decision", job.decision().wireName())
        .put("cleanup_status", job.cleanupStatus())
        .put("media_status", job.mediaStatus().wireName())
        .put("status_detail", job.mediaProblem())
        .put("created_at", job.createdAt().toString())
        .put("updated_at", job.updatedAt().toString());
    addReceipt(answer, job.receipt());
    return answer;
  }

  /** What a comparison of ledgers needs of a transfer. */
  ObjectNode brief(TransferJob job) {
    return mapper
        .createObjectNode()
        .put("id", job.id().toString())
        .put("transfer_key", job.transferKey())
        .put("source_center_key", job.center().value())
        .put("resource_kind", job.kind().wireName())
        .put("resource_hash", job.resourceHash().value())
        .put("processed_media_hash", job.processedSha256().value())
        .put("transfer_status", job.status().wireName())
        .put("processing_decision", job.decision().wireName())
        .put("media_status", job.mediaStatus().wireName())
        .put("updated_at", job.updatedAt().toString());
  }

  private void addReceipt(ObjectNode answer, @Nullable String receipt) {
    if (receipt != null) {
      answer.setAll((ObjectNode) parsed(receipt));
    }
  }

  private JsonNode parsed(String json) {
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException writtenByThisService) {
      throw new IllegalStateException(writtenByThisService.getOriginalMessage());
    }
  }
}
