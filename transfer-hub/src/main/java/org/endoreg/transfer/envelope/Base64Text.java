package org.endoreg.transfer.envelope;

import java.util.Base64;

/** Bytes as base64url without padding, in the one spelling that decodes and encodes to itself. */
public record Base64Text(String text) {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** The text of these bytes. */
  public static Base64Text of(byte[] bytes) {
    return new Base64Text(ENCODER.encodeToString(bytes));
  }

  /**
   * The text, if it is canonical and stands for this many bytes.
   *
   * @throws IllegalArgumentException otherwise
   */
  public static Base64Text of(String text, int bytes) {
    byte[] decoded = Base64.getUrlDecoder().decode(text);
    if (decoded.length != bytes || !ENCODER.encodeToString(decoded).equals(text)) {
      throw new IllegalArgumentException("not canonical base64url of the expected length");
    }
    return new Base64Text(text);
  }

  byte[] bytes() {
    return Base64.getUrlDecoder().decode(text);
  }
}
