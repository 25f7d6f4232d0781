package org.endoreg.platform.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.signature.Ed25519Parameters;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import org.endoreg.platform.startup.StartupRefused;

/**
 * The keys of a deployment: one key-encryption key in a private file wraps every keyset beside it.
 * Keysets are created on first use; a missing key-encryption key next to existing keysets stops the
 * start, because a new one could open nothing.
 */
public final class Keyring {
  private static final int KEY_BYTES = 32;
  private static final int SEGMENT_BYTES = 65_536;
  private static final String KEK = "kek";

  private final Path dir;
  private final Aead keyEncryption;

  private Keyring(Path dir, Aead keyEncryption) {
    this.dir = dir;
    this.keyEncryption = keyEncryption;
  }

  /**
   * Opens the key folder, creating the key-encryption key when the folder holds no keyset yet.
   *
   * @throws StartupRefused when a key file is not private or does not open
   */
  public static Keyring open(Path dir) {
    try {
      AeadConfig.register();
      StreamingAeadConfig.register();
      SignatureConfig.register();
      return new Keyring(dir, keyEncryption(dir));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException unusable) {
      throw new StartupRefused("endoreg.keys-dir", "the key-encryption key cannot be used");
    }
  }

  /** Encrypts blobs in 64 KiB segments that can be read at any offset. */
  public StreamingAead blobs() {
    return primitive("blobs", segmented(), StreamingAead.class);
  }

  /** Encrypts single values, for instance columns that hold identity. */
  public Aead values(String purpose) {
    return primitive(purpose, aesGcm(), Aead.class);
  }

  /** Signs and verifies with one Ed25519 key of this purpose. */
  public Signatures signatures(String purpose) {
    try {
      KeysetHandle keyset = keyset(purpose, Ed25519Parameters.create());
      return new Signatures(
          keyset.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class),
          keyset
              .getPublicKeysetHandle()
              .getPrimitive(RegistryConfiguration.get(), PublicKeyVerify.class),
          publicBytes(keyset));
    } catch (GeneralSecurityException | IOException unusable) {
      throw new StartupRefused("endoreg.keys-dir", purpose + ".keyset cannot be opened");
    }
  }

  /** Both halves of one signing key; {@code publicKey} is the 32 bytes others verify with. */
  public record Signatures(PublicKeySign signer, PublicKeyVerify verifier, Bytes publicKey) {}

  @AccessesPartialKey
  private static Bytes publicBytes(KeysetHandle keyset) throws GeneralSecurityException {
    Ed25519PublicKey key = (Ed25519PublicKey) keyset.getPublicKeysetHandle().getPrimary().getKey();
    return key.getPublicKeyBytes();
  }

  /** Thirty-two secret bytes for this purpose, the same on every start. */
  public byte[] secret(String purpose) {
    byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
    KeyFile file = new KeyFile(dir.resolve(purpose + ".secret"));
    try {
      byte[] wrapped = file.exists() ? file.read() : file.createOrRead(wrap(random(), name));
      return keyEncryption.decrypt(Base64.getDecoder().decode(wrapped), name);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException unusable) {
      throw new StartupRefused("endoreg.keys-dir", purpose + ".secret cannot be opened");
    }
  }

  private byte[] wrap(byte[] secret, byte[] name) throws GeneralSecurityException {
    return Base64.getEncoder().encode(keyEncryption.encrypt(secret, name));
  }

  private <P> P primitive(String purpose, Parameters parameters, Class<P> kind) {
    try {
      return keyset(purpose, parameters).getPrimitive(RegistryConfiguration.get(), kind);
    } catch (GeneralSecurityException | IOException unusable) {
      throw new StartupRefused("endoreg.keys-dir", purpose + ".keyset cannot be opened");
    }
  }

  private KeysetHandle keyset(String purpose, Parameters parameters)
      throws GeneralSecurityException, IOException {
    byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
    KeyFile file = new KeyFile(dir.resolve(purpose + ".keyset"));
    byte[] wrapped = file.exists() ? file.read() : file.createOrRead(newKeyset(parameters, name));
    return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
        new String(wrapped, StandardCharsets.UTF_8), keyEncryption, name);
  }

  private byte[] newKeyset(Parameters parameters, byte[] name) throws GeneralSecurityException {
    KeysetHandle fresh = KeysetHandle.generateNew(parameters);
    return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(fresh, keyEncryption, name)
        .getBytes(StandardCharsets.UTF_8);
  }

  @AccessesPartialKey
  private static Aead keyEncryption(Path dir) throws GeneralSecurityException, IOException {
    // Looked at in this order: whoever makes a wrapped file has made the kek before.
    boolean wrappedFiles = holdsWrappedFiles(dir);
    KeyFile file = new KeyFile(dir.resolve(KEK));
    if (wrappedFiles && !file.exists()) {
      throw new StartupRefused(
          "endoreg.keys-dir", "the file kek is missing; restore it, a new one opens nothing");
    }
    byte[] encoded =
        file.exists() ? file.read() : file.createOrRead(Base64.getEncoder().encode(random()));
    AesGcmKey key =
        AesGcmKey.builder()
            .setParameters(aesGcm())
            .setKeyBytes(
                SecretBytes.copyFrom(
                    Base64.getDecoder().decode(encoded), InsecureSecretKeyAccess.get()))
            .build();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  private static boolean holdsWrappedFiles(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      return false;
    }
    try (DirectoryStream<Path> wrapped = Files.newDirectoryStream(dir, "*.{keyset,secret}")) {
      return wrapped.iterator().hasNext();
    }
  }

  private static AesGcmParameters aesGcm() throws IllegalStateException {
    try {
      return AesGcmParameters.builder()
          .setKeySizeBytes(KEY_BYTES)
          .setIvSizeBytes(12)
          .setTagSizeBytes(16)
          .setVariant(AesGcmParameters.Variant.NO_PREFIX)
          .build();
    } catch (GeneralSecurityException fixedParametersAreValid) {
      throw new IllegalStateException(fixedParametersAreValid);
    }
  }

  private static AesGcmHkdfStreamingParameters segmented() {
    try {
      return AesGcmHkdfStreamingParameters.builder()
          .setKeySizeBytes(KEY_BYTES)
          .setDerivedAesGcmKeySizeBytes(KEY_BYTES)
          .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256)
          .setCiphertextSegmentSizeBytes(SEGMENT_BYTES)
          .build();
    } catch (GeneralSecurityException fixedParametersAreValid) {
      throw new IllegalStateException(fixedParametersAreValid);
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
