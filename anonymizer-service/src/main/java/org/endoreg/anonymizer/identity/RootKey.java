package org.endoreg.anonymizer.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The site's secret of 32 bytes from which every pseudonym key is derived, with the id of its
 * generation. Keys are separated by purpose and centre (HKDF-SHA256, RFC 5869), so one leaked
 * derived key says nothing about another.
 */
public final class RootKey {
  private static final int LENGTH = 32;
  private static final byte[] SALT = "endoreg-identity-v2".getBytes(StandardCharsets.UTF_8);

  private final String kid;
  private final byte[] pseudoRandomKey;

  /** Takes a copy of the secret; the caller may wipe its own. */
  public RootKey(String kid, byte[] secret) {
    if (secret.length != LENGTH) {
      throw new IllegalArgumentException("A root key has exactly 32 bytes");
    }
    this.kid = kid;
    this.pseudoRandomKey = hmac(SALT, secret);
  }

  /** The generation of this key; stored beside each hash. */
  public String kid() {
    return kid;
  }

  /** The key for one purpose at one centre; one HKDF block is exactly the 32 bytes needed. */
  byte[] derive(String domain, String centerKey) {
    byte[] info = (domain + "|" + centerKey).getBytes(StandardCharsets.UTF_8);
    byte[] block = Arrays.copyOf(info, info.length + 1);
    block[info.length] = 1;
    return hmac(pseudoRandomKey, block);
  }

  static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }

  static byte[] hmac(byte[] key, String message) {
    return hmac(key, message.getBytes(StandardCharsets.UTF_8));
  }
}
