package org.endoreg.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of what was measured, so that a fast wrong answer does not count. */
final class Digests {
  private Digests() {}

  static String sha256(InputStream bytes) throws IOException {
    try {
      DigestInputStream digest = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"));
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException noJavaPlatform) {
      throw new IllegalStateException(noJavaPlatform);
    }
  }
}
