package org.endoreg.platform.resumable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The checksum a sender gave for the body of one request, and the digest of what came. */
final class ChunkChecksum {
  /** What {@code Tus-Checksum-Algorithm} announces. */
  static final String ALGORITHMS = "sha1,sha256";

  private static final Map<String, String> NAMES = Map.of("sha1", "SHA-1", "sha256", "SHA-256");

  private final MessageDigest digest;
  private final byte[] expected;

  private ChunkChecksum(MessageDigest digest, byte[] expected) {
    this.digest = digest;
    this.expected = expected;
  }

  /** Reads the header {@code Upload-Checksum}; empty when there is none. */
  static Optional<ChunkChecksum> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    String[] nameAndValue = header.strip().split(" ", -1);
    @Nullable String algorithm = NAMES.get(nameAndValue[0]);
    if (nameAndValue.length != 2 || algorithm == null) {
      throw invalid();
    }
    try {
      return Optional.of(
          new ChunkChecksum(
              MessageDigest.getInstance(algorithm), Base64.getDecoder().decode(nameAndValue[1])));
    } catch (NoSuchAlgorithmException | IllegalArgumentException malformed) {
      throw invalid();
    }
  }

  void update(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
  }

  /** Call once, after the last byte. */
  boolean holds() {
    return MessageDigest.isEqual(expected, digest.digest());
  }

  private static ProblemException invalid() {
    return new ProblemException(
        ProblemCode.INVALID_PARAMETER, Map.of("Upload-Checksum", List.of("invalid")));
  }
}
