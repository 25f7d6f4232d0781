package org.endoreg.transfer.envelope;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;

/**
 * The data key of {@link Profile#SEGMENTED}, sealed by RFC 9180 in base mode with DHKEM(X25519,
 * HKDF-SHA256), HKDF-SHA256 and AES-256-GCM; the authenticated members of the envelope are its
 * info.
 */
final class Encapsulation {
  /** Encapsulated key and sealed data key with its tag. */
  static final int SEALED_BYTES = 32 + 32 + 16;

  private static final HpkeParameters PARAMETERS = parameters();

  private Encapsulation() {}

  static byte[] seal(byte[] dataKey, RecipientKey recipient, byte[] bound)
      throws GeneralSecurityException {
    return handle(publicKey(recipient))
        .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class)
        .encrypt(dataKey, bound);
  }

  /** Opens what was sealed for the public half of this key, under the same bound bytes. */
  @AccessesPartialKey
  static HybridDecrypt opening(byte[] recipientPrivate) throws GeneralSecurityException {
    HpkePrivateKey key =
        HpkePrivateKey.create(
            publicKey(RecipientKey.ofPrivate(recipientPrivate)),
            SecretBytes.copyFrom(recipientPrivate, InsecureSecretKeyAccess.get()));
    return handle(key).getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class);
  }

  @AccessesPartialKey
  private static HpkePublicKey publicKey(RecipientKey recipient) throws GeneralSecurityException {
    return HpkePublicKey.create(PARAMETERS, Bytes.copyFrom(recipient.publicKey().bytes()), null);
  }

  private static KeysetHandle handle(Key key) throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
        .build();
  }

  private static HpkeParameters parameters() {
    try {
      HybridConfig.register();
      return HpkeParameters.builder()
          .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
          .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
          .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
          .setVariant(HpkeParameters.Variant.NO_PREFIX)
          .build();
    } catch (GeneralSecurityException unavailable) {
      throw new IllegalStateException(unavailable);
    }
  }
}
