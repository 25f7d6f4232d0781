package org.endoreg.stack.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A job as the hub lists it, as far as tables show it. {@code removed} is −1 before it is known.
 */
public record JobRow(
    String id,
    String kind,
    String center,
    String status,
    @Nullable String errorCode,
    @Nullable String stage,
    int percent,
    int secondsLeft,
    int removed,
    @Nullable Long mediumId,
    @Nullable Long patientId) {

  static JobRow of(JsonNode job) {
    int removed = 0;
    for (JsonNode count : job.path("removed_by_type")) {
      removed += count.asInt();
    }
    return new JobRow(
        job.path("id").asText(),
        job.path("kind").asText(),
        job.path("center_key").asText(),
        job.path("status").asText(),
        text(job, "error_code"),
        text(job, "stage"),
        job.path("percent").asInt(),
        job.path("seconds_left").asInt(-1),
        removed,
        number(job, "medium_id"),
        number(job, "patient_id"));
  }

  /** True when nothing will happen to the job by itself any more. */
  public boolean isFinished() {
    return status.equals("anonymized")
        || status.equals("error")
        || status.equals("lost")
        || status.equals("cancelled");
  }

  private static @Nullable String text(JsonNode job, String field) {
    return job.hasNonNull(field) ? job.path(field).asText() : null;
  }

  private static @Nullable Long number(JsonNode job, String field) {
    return job.hasNonNull(field) ? job.path(field).asLong() : null;
  }
}
