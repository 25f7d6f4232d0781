package org.endoreg.anonymizer.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.platform.json.HubJson;
import org.endoreg.platform.work.WorkItem;
import org.jspecify.annotations.Nullable;

/** An accepted job together with the lease it is worked on under. */
record Job(UploadJobAccepted accepted, WorkItem item) {
  private static final ObjectMapper JSON = HubJson.forEvents();

  static Job of(WorkItem item) {
    try {
      return new Job(JSON.readValue(item.payload(), UploadJobAccepted.class), item);
    } catch (JsonProcessingException writtenByThisService) {
      throw new IllegalStateException(writtenByThisService.getOriginalMessage());
    }
  }

  /** Which acceptance of the job this is, from 1. */
  int acceptance() {
    return acceptanceOf(accepted);
  }

  static int acceptanceOf(UploadJobAccepted accepted) {
    @Nullable Integer attempt = accepted.attempt();
    return attempt == null ? 1 : attempt;
  }

  static String payload(UploadJobAccepted accepted) {
    try {
      return JSON.writeValueAsString(accepted);
    } catch (JsonProcessingException everyEventHasJson) {
      throw new IllegalStateException(everyEventHasJson);
    }
  }

  /**
   * The key of this attempt's output. It contains the fencing token, so a worker that lost its
   * lease can never overwrite what its successor has published.
   */
  BlobKey output(BlobKey.Role role) {
    return output(accepted.jobId(), accepted.centerKey(), role, item.fencingToken());
  }

  /** The key the attempt under this token would have used. */
  static BlobKey output(UUID jobId, CenterKey center, BlobKey.Role role, long fencingToken) {
    String name = jobId + "|" + role + "|" + fencingToken;
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return BlobKey.of(role, center, id);
  }
}
