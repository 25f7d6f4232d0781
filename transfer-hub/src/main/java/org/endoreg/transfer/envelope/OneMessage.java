package org.endoreg.transfer.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * The payload of {@link Profile#ONE_MESSAGE}: the whole artifact as one AES-256-GCM message, its
 * tag in the envelope, so that ciphertext and plaintext have one length.
 *
 * <p>The JDK keeps a whole GCM message in memory while it decrypts. So opening decrypts in counter
 * mode, seals the outcome again and compares the tags: two passes of AES, a few pages of memory.
 */
final class OneMessage {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int FIRST_PAYLOAD_BLOCK = 2;

  private OneMessage() {}

  /** Seals the plaintext and answers with the tag. */
  static byte[] seal(
      byte[] dataKey, byte[] nonce, byte[] bound, InputStream plaintext, OutputStream ciphertext)
      throws GeneralSecurityException, IOException {
    Cipher gcm = gcm(dataKey, nonce, bound);
    byte[] buffer = new byte[BUFFER_BYTES];
    byte[] sealed = new byte[BUFFER_BYTES + WrappedKeys.TAG_BYTES];
    for (int read = plaintext.readNBytes(buffer, 0, BUFFER_BYTES);
        read > 0;
        read = plaintext.readNBytes(buffer, 0, BUFFER_BYTES)) {
      ciphertext.write(sealed, 0, gcm.update(buffer, 0, read, sealed));
    }
    byte[] rest = gcm.doFinal();
    ciphertext.write(rest, 0, rest.length - WrappedKeys.TAG_BYTES);
    return Arrays.copyOfRange(rest, rest.length - WrappedKeys.TAG_BYTES, rest.length);
  }

  /**
   * Writes the plaintext and tells whether it may be believed; until then the caller keeps it from
   * every reader.
   */
  static boolean open(
      byte[] dataKey,
      byte[] nonce,
      byte[] bound,
      byte[] tag,
      InputStream ciphertext,
      OutputStream plaintext)
      throws GeneralSecurityException, IOException {
    Cipher counter = counter(dataKey, nonce);
    Cipher gcm = gcm(dataKey, nonce, bound);
    byte[] buffer = new byte[BUFFER_BYTES];
    byte[] opened = new byte[BUFFER_BYTES];
    byte[] sealedAgain = new byte[BUFFER_BYTES + WrappedKeys.TAG_BYTES];
    for (int read = ciphertext.readNBytes(buffer, 0, BUFFER_BYTES);
        read > 0;
        read = ciphertext.readNBytes(buffer, 0, BUFFER_BYTES)) {
      int length = counter.update(buffer, 0, read, opened);
      plaintext.write(opened, 0, length);
      gcm.update(opened, 0, length, sealedAgain);
    }
    byte[] rest = gcm.doFinal();
    byte[] found = Arrays.copyOfRange(rest, rest.length - WrappedKeys.TAG_BYTES, rest.length);
    return MessageDigest.isEqual(found, tag);
  }

  private static Cipher gcm(byte[] key, byte[] nonce, byte[] bound)
      throws GeneralSecurityException {
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(Cipher.ENCRYPT_MODE, WrappedKeys.aes(key), WrappedKeys.gcm(nonce));
    gcm.updateAAD(bound);
    return gcm;
  }

  /** NIST SP 800-38D, 7.1: with a nonce of 96 bits the payload's counter begins with 2. */
  private static Cipher counter(byte[] key, byte[] nonce) throws GeneralSecurityException {
    byte[] first = ByteBuffer.allocate(16).put(nonce).putInt(FIRST_PAYLOAD_BLOCK).array();
    Cipher counter = Cipher.getInstance("AES/CTR/NoPadding");
    counter.init(Cipher.DECRYPT_MODE, WrappedKeys.aes(key), new IvParameterSpec(first));
    return counter;
  }
}
