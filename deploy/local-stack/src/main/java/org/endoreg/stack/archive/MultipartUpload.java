package org.endoreg.stack.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import org.endoreg.stack.client.HubClient;

/** Sends a whole file in one request, no faster than the limit. */
final class MultipartUpload implements FileUpload {
  /** Answers that speak of the hub's state, not of the file. */
  private static final Set<Integer> NOT_NOW = Set.of(408, 423, 425, 429, 500, 502, 503, 504, 507);

  private final HubClient hub;
  private final RateLimit limit;

  MultipartUpload(HubClient hub, RateLimit limit) {
    this.hub = hub;
    this.limit = limit;
  }

  @Override
  public Outcome send(Path file, String center) throws IOException, InterruptedException {
    HubClient.Answer answer =
        hub.uploadOnce(
            file,
            center,
            () -> limit.slowed(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)));
    if (answer.status() < 300) {
      return new Accepted(
          answer.body().path("upload_id").asText(), answer.body().path("reused").asBoolean());
    }
    String code = answer.body().path("code").asText("http_" + answer.status());
    return NOT_NOW.contains(answer.status())
        ? new Busy(code, answer.retryAfterSeconds())
        : new Refused(code);
  }
}
