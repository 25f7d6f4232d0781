package org.endoreg.ingest.upload;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What the sender says the file's SHA-256 is: in the field {@code sha256} as hexadecimal digits or
 * in the header {@code Repr-Digest} (RFC 9530). The header speaks of a file only where the body is
 * one, yet senders of forms use it for the one file inside, so it is taken for that.
 */
final class ExpectedDigest {
  private static final int SHA_256_BYTES = 32;
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern IN_HEADER =
      Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/=]*):");

  private ExpectedDigest() {}

  /**
   * Compares what was announced with what arrived; nothing announced is nothing to compare.
   *
   * @throws ProblemException {@code digest_mismatch}, or {@code invalid_parameter} for what is no
   *     digest
   */
  static void require(Sha256 arrived, Optional<String> field, @Nullable String header) {
    field.map(ExpectedDigest::ofField).ifPresent(expected -> compare(arrived, expected));
    ofHeader(header).ifPresent(expected -> compare(arrived, expected));
  }

  private static void compare(Sha256 arrived, Sha256 expected) {
    if (!arrived.equals(expected)) {
      throw new ProblemException(ProblemCode.DIGEST_MISMATCH);
    }
  }

  private static Sha256 ofField(String text) {
    if (!HEX.matcher(text).matches()) {
      throw invalid("sha256");
    }
    return new Sha256(text.toLowerCase(Locale.ROOT));
  }

  /** A header with other algorithms only says nothing that could be compared. */
  private static Optional<Sha256> ofHeader(@Nullable String header) {
    Matcher found = IN_HEADER.matcher(header == null ? "" : header);
    if (!found.find()) {
      return Optional.empty();
    }
    try {
      byte[] digest = Base64.getDecoder().decode(found.group(1));
      if (digest.length == SHA_256_BYTES) {
        return Optional.of(Sha256.of(digest));
      }
    } catch (IllegalArgumentException notBase64) {
      // Answered below, like a digest of another length.
    }
    throw invalid("Repr-Digest");
  }

  private static ProblemException invalid(String field) {
    return new ProblemException(
        ProblemCode.INVALID_PARAMETER, Map.of(field, List.of("not_a_digest")));
  }
}
