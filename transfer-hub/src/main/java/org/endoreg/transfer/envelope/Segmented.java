package org.endoreg.transfer.envelope;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;

/**
 * The payload of {@link Profile#SEGMENTED}: AES-256-GCM in segments as Tink streams it (the STREAM
 * construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). A segment is read only after it
 * was verified; a missing, doubled or moved one is found.
 */
final class Segmented {
  static final int SEGMENT_BYTES = 1 << 20;

  private static final int LEAST_SEGMENT = 64 * 1024;
  private static final int KEY_BYTES = 32;

  private Segmented() {}

  /** True for a segment size, in bytes of ciphertext, that opening makes room for. */
  static boolean isSegmentSize(int bytes) {
    return bytes >= LEAST_SEGMENT && bytes <= SEGMENT_BYTES;
  }

  /** Bytes of ciphertext that this many bytes of plaintext become. */
  static long ciphertextSize(long plaintextSize, int segmentBytes) {
    try {
      return stream(new byte[KEY_BYTES], segmentBytes).expectedCiphertextSize(plaintextSize);
    } catch (GeneralSecurityException sizesWereChecked) {
      throw new IllegalStateException(sizesWereChecked);
    }
  }

  static void seal(byte[] dataKey, byte[] bound, InputStream plaintext, MeteredOutput ciphertext)
      throws GeneralSecurityException, IOException {
    try (OutputStream sealing =
        stream(dataKey, SEGMENT_BYTES).newEncryptingStream(ciphertext, bound)) {
      copy(plaintext, sealing);
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[SEGMENT_BYTES];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
    }
  }

  /**
   * @throws IOException also when a segment is not authentic; what was written before it was
   */
  static void open(
      byte[] dataKey,
      int segmentBytes,
      byte[] bound,
      InputStream ciphertext,
      OutputStream plaintext)
      throws GeneralSecurityException, IOException {
    copy(stream(dataKey, segmentBytes).newDecryptingStream(ciphertext, bound), plaintext);
  }

  private static AesGcmHkdfStreaming stream(byte[] dataKey, int segmentBytes)
      throws GeneralSecurityException {
    return new AesGcmHkdfStreaming(dataKey, "HmacSha256", KEY_BYTES, segmentBytes, 0);
  }
}
