package org.endoreg.platform.resumable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What a sender says about a file before it comes. A file name may name a person, so only its
 * extension is taken, and that only when it is a known one: {@code befund.mueller} has none.
 */
public record UploadMetadata(
    Optional<String> centerKey,
    Optional<String> centerName,
    Optional<String> sourceSystem,
    Optional<String> idempotencyKey,
    Optional<Sha256> sha256,
    String extension) {
  private static final int LONGEST_HEADER = 4_096;
  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_VALUE = 255;
  private static final Set<String> KEYS =
      Set.of(
          "filename",
          "filetype",
          "center_key",
          "center_name",
          "source_system",
          "idempotency_key",
          "sha256");
  private static final Set<String> EXTENSIONS =
      Set.of("pdf", "mp4", "m4v", "avi", "mov", "qt", "wmv", "mkv", "webm");

  /**
   * Reads the header {@code Upload-Metadata}.
   *
   * @throws ProblemException {@code unknown_field}, {@code invalid_filename} or {@code
   *     invalid_parameter}
   */
  static UploadMetadata parse(@Nullable String header) {
    Map<String, String> values = values(header == null ? "" : header);
    return new UploadMetadata(
        value(values, "center_key"),
        value(values, "center_name"),
        value(values, "source_system"),
        value(values, "idempotency_key"),
        value(values, "sha256").map(UploadMetadata::digest),
        extension(values.get("filename")));
  }

  /** The same with a key that a header of its own gave. */
  UploadMetadata withIdempotencyKey(@Nullable String key) {
    if (key == null || key.isBlank()) {
      return this;
    }
    requireShort("idempotency_key", key);
    return new UploadMetadata(
        centerKey, centerName, sourceSystem, Optional.of(key.trim()), sha256, extension);
  }

  /** The same with a digest that a header of its own gave. */
  UploadMetadata withSha256(Optional<Sha256> digest) {
    return digest.isEmpty()
        ? this
        : new UploadMetadata(
            centerKey, centerName, sourceSystem, idempotencyKey, digest, extension);
  }

  private static Map<String, String> values(String header) {
    if (header.length() > LONGEST_HEADER) {
      throw invalid("too_long");
    }
    Map<String, String> values = new HashMap<>();
    for (String pair : header.isBlank() ? new String[0] : header.split(",", -1)) {
      String[] keyAndValue = pair.strip().split(" ", -1);
      if (keyAndValue.length > 2 || keyAndValue[0].isEmpty()) {
        throw invalid("malformed");
      }
      if (!KEYS.contains(keyAndValue[0])) {
        throw new ProblemException(
            ProblemCode.UNKNOWN_FIELD, Map.of("Upload-Metadata", List.of("unknown_field")));
      }
      String value = keyAndValue.length == 2 ? decoded(keyAndValue[1]) : "";
      if (values.put(keyAndValue[0], value) != null) {
        throw invalid("repeated");
      }
    }
    return values;
  }

  private static String decoded(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException malformed) {
      throw invalid("malformed");
    }
  }

  private static Optional<String> value(Map<String, String> values, String key) {
    Optional<String> value =
        Optional.ofNullable(values.get(key)).map(String::strip).filter(text -> !text.isEmpty());
    value.ifPresent(text -> requireShort(key, text));
    return value;
  }

  private static void requireShort(String key, String value) {
    if (value.length() > LONGEST_VALUE || value.chars().anyMatch(Character::isISOControl)) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER, Map.of(key, List.of("invalid")));
    }
  }

  private static Sha256 digest(String value) {
    try {
      return new Sha256(value.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException notADigest) {
      throw new ProblemException(
          ProblemCode.INVALID_PARAMETER, Map.of("sha256", List.of("invalid")));
    }
  }

  private static String extension(@Nullable String fileName) {
    if (fileName == null) {
      return "";
    }
    if (fileName.isBlank() || fileName.length() > LONGEST_NAME) {
      throw new ProblemException(
          ProblemCode.INVALID_FILENAME, Map.of("filename", List.of("invalid")));
    }
    String last = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return EXTENSIONS.contains(last) ? last : "";
  }

  private static ProblemException invalid(String reason) {
    return new ProblemException(
        ProblemCode.INVALID_PARAMETER, Map.of("Upload-Metadata", List.of(reason)));
  }
}
