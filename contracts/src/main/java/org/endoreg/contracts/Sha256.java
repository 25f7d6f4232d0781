package org.endoreg.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 of some bytes as 64 lower-case hexadecimal digits: the identity of content within a
 * center.
 */
public record Sha256(@JsonValue String value) {
  /** What the digest looks like, for JSON Schema. */
  public static final String PATTERN = "^[0-9a-f]{64}$";

  private static final Pattern HEX = Pattern.compile(PATTERN);

  /**
   * @throws IllegalArgumentException when the text is not 64 lower-case hexadecimal digits
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Sha256 {
    if (!HEX.matcher(value).matches()) {
      throw new IllegalArgumentException("not a SHA-256 digest");
    }
  }

  /** Wraps the 32 bytes a message digest returned. */
  public static Sha256 of(byte[] digest) {
    return new Sha256(HexFormat.of().formatHex(digest));
  }

  @Override
  public String toString() {
    return value;
  }
}
