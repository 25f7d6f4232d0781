package org.endoreg.platform.resumable;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What a request of the draft says of its file: the members of {@code Upload-Metadata} as in tus,
 * and the digest of {@code Repr-Digest} (RFC 9530).
 */
final class DraftMetadata {
  private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/=]*):");
  private static final int SHA_256_BYTES = 32;

  private DraftMetadata() {}

  static UploadMetadata of(HttpHeaders headers) {
    return UploadMetadata.parse(headers.getHeaderString("Upload-Metadata"))
        .withIdempotencyKey(headers.getHeaderString("Idempotency-Key"))
        .withSha256(digest(headers.getHeaderString("Repr-Digest")));
  }

  /** A header with other algorithms only says nothing that could be compared. */
  private static Optional<Sha256> digest(@Nullable String header) {
    Matcher found = SHA_256.matcher(header == null ? "" : header);
    if (!found.find()) {
      return Optional.empty();
    }
    try {
      byte[] digest = Base64.getDecoder().decode(found.group(1));
      if (digest.length == SHA_256_BYTES) {
        return Optional.of(Sha256.of(digest));
      }
    } catch (IllegalArgumentException noBase64) {
      // refused below
    }
    throw new ProblemException(
        ProblemCode.INVALID_PARAMETER, Map.of("Repr-Digest", List.of("not_a_digest")));
  }
}
