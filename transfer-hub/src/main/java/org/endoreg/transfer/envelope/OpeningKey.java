package org.endoreg.transfer.envelope;

import com.google.crypto.tink.HybridDecrypt;
import java.security.GeneralSecurityException;

/**
 * The private half of a recipient key, ready to open envelopes. What can be worked out from it is
 * worked out once: it costs as much as opening an envelope does.
 */
public final class OpeningKey {
  private final byte[] privateKey;
  private final HybridDecrypt encapsulation;

  private OpeningKey(byte[] privateKey, HybridDecrypt encapsulation) {
    this.privateKey = privateKey;
    this.encapsulation = encapsulation;
  }

  /**
   * @param privateKey an X25519 private key: 32 bytes
   * @throws IllegalArgumentException when it is none
   */
  public static OpeningKey of(byte[] privateKey) {
    try {
      return new OpeningKey(privateKey.clone(), Encapsulation.opening(privateKey));
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException("not an X25519 private key", unusable);
    }
  }

  /** The data key of this envelope, if it was sealed for this key and nothing was changed. */
  byte[] dataKey(MediaEnvelope envelope, byte[] bound) throws GeneralSecurityException {
    return envelope.key() instanceof MediaEnvelope.EncapsulatedKey sealed
        ? encapsulation.decrypt(sealed.sealedDataEncryptionKey().bytes(), bound)
        : WrappedKeys.unwrap(privateKey, envelope);
  }
}
