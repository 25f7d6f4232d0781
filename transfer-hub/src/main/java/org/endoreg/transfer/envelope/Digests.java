package org.endoreg.transfer.envelope;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.endoreg.contracts.Sha256;

/** SHA-256, which every Java platform has. */
final class Digests {
  private Digests() {}

  static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException noJavaPlatform) {
      throw new IllegalStateException(noJavaPlatform);
    }
  }

  static Sha256 sha256(byte[] bytes) {
    return Sha256.of(fresh().digest(bytes));
  }
}
