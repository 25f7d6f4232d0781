package org.endoreg.ingest.upload;

import java.util.UUID;

/** What an upload is answered with; {@code reused} is true when the bytes were accepted before. */
record UploadAnswer(UUID uploadId, String statusUrl, String message, boolean reused) {

  static UploadAnswer of(UUID jobId, boolean reused) {
    String message = reused ? "These bytes were accepted before." : "Accepted.";
    return new UploadAnswer(jobId, "/api/upload/" + jobId + "/status/", message, reused);
  }
}
