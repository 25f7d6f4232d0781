package org.endoreg.media.streaming;

import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.media.catalogue.Medium;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes a caller asked for. Always named as raw or processed; there is no such thing as the
 * active file.
 */
public record Artifact(BlobKey blobKey, String contentType, String etag) {

  /**
   * Processed unless {@code type} says raw.
   *
   * @throws ProblemException {@code forbidden} for raw without the capability, {@code not_found}
   *     for raw of what another node made, {@code invalid_parameter} for another type
   */
  public static Artifact choose(Medium medium, @Nullable String type, Caller caller) {
    if (type == null || type.equals("processed")) {
      String contentType = medium.kind() == MediaKind.REPORT ? "application/pdf" : "video/mp4";
      return new Artifact(
          medium.artifactBlobKey(), contentType, "\"" + medium.artifactSha256() + "\"");
    }
    if (!type.equals("raw")) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER);
    }
    if (!caller.may(Capability.RAW_MEDIA_READ)) {
      throw new ProblemException(ProblemCode.FORBIDDEN);
    }
    @Nullable BlobKey raw = medium.rawBlobKey();
    if (raw == null) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
    return new Artifact(raw, "application/octet-stream", "\"raw-" + medium.id() + "\"");
  }
}
