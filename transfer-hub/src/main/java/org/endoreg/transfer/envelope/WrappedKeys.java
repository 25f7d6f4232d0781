package org.endoreg.transfer.envelope;

import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.subtle.X25519;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key wrap of {@link Profile#ONE_MESSAGE}: ephemeral X25519, HKDF-SHA256, AES-256-GCM. Fixed by
 * the reference system; new profiles use RFC 9180 instead.
 */
final class WrappedKeys {
  static final int KEY_BYTES = 32;
  static final int SALT_BYTES = 16;
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final byte[] INFO =
      "lx-hub-media-envelope-wrap-v1".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  private WrappedKeys() {}

  static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  static byte[] wrap(
      byte[] dataKey, byte[] ephemeralPrivate, RecipientKey recipient, MediaEnvelope envelope)
      throws GeneralSecurityException {
    byte[] shared = X25519.computeSharedSecret(ephemeralPrivate, recipient.publicKey().bytes());
    return cipher(Cipher.ENCRYPT_MODE, shared, envelope).doFinal(dataKey);
  }

  static byte[] unwrap(byte[] recipientPrivate, MediaEnvelope envelope)
      throws GeneralSecurityException {
    MediaEnvelope.WrappedKey key = (MediaEnvelope.WrappedKey) envelope.key();
    byte[] shared = X25519.computeSharedSecret(recipientPrivate, key.ephemeralPublicKey().bytes());
    return cipher(Cipher.DECRYPT_MODE, shared, envelope)
        .doFinal(key.wrappedDataEncryptionKey().bytes());
  }

  private static Cipher cipher(int mode, byte[] shared, MediaEnvelope envelope)
      throws GeneralSecurityException {
    MediaEnvelope.WrappedKey key = (MediaEnvelope.WrappedKey) envelope.key();
    byte[] wrapping =
        Hkdf.computeHkdf("HMACSHA256", shared, key.wrapSalt().bytes(), INFO, KEY_BYTES);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, aes(wrapping), gcm(key.wrapNonce().bytes()));
    cipher.updateAAD(envelope.authenticatedData());
    return cipher;
  }

  static SecretKeySpec aes(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }

  static GCMParameterSpec gcm(byte[] nonce) {
    return new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
  }
}
