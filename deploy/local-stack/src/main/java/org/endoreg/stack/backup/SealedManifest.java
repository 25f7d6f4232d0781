package org.endoreg.stack.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.endoreg.stack.suite.SuiteFailure;

/**
 * Writes the manifest last, and reads it back only when its seal fits. The seal is an HMAC under
 * the deployment's key-encryption key: whoever stores the backup without the keys cannot change it
 * unnoticed.
 */
final class SealedManifest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String PURPOSE = "endoreg-backup-manifest-1";

  private final Generation generation;

  SealedManifest(Generation generation) {
    this.generation = generation;
  }

  /** The rename at the end is what makes a backup one. */
  void write(Manifest manifest) throws IOException {
    byte[] text = JSON.writeValueAsBytes(manifest);
    HashedCopy.write(generation.seal(), seal(text).getBytes(StandardCharsets.US_ASCII));
    Path fresh = generation.folder().resolve("manifest.json.new");
    HashedCopy.write(fresh, text);
    HashedCopy.force(generation.folder());
    Files.move(fresh, generation.manifest(), StandardCopyOption.ATOMIC_MOVE);
    generation.finish();
    HashedCopy.force(generation.folder());
  }

  Manifest read() throws IOException {
    if (!Files.exists(generation.manifest())) {
      throw new SuiteFailure(
          generation.folder() + " is no finished backup: it has no manifest.json");
    }
    byte[] text = Files.readAllBytes(generation.manifest());
    requireSeal(text);
    Manifest manifest = JSON.readValue(text, Manifest.class);
    if (manifest.format() != Manifest.FORMAT) {
      throw new SuiteFailure("the backup has form " + manifest.format() + ", this program reads 1");
    }
    return manifest;
  }

  private void requireSeal(byte[] text) throws IOException {
    byte[] kept =
        Files.exists(generation.seal()) ? Files.readAllBytes(generation.seal()) : new byte[0];
    if (!MessageDigest.isEqual(seal(text).getBytes(StandardCharsets.US_ASCII), kept)) {
      throw new SuiteFailure(
          "manifest.json does not fit its seal: it was changed, or these are the keys of another"
              + " backup");
    }
  }

  private String seal(byte[] text) throws IOException {
    Path kek = generation.keys().resolve("keys/kek");
    if (!Files.exists(kek)) {
      throw new SuiteFailure(
          "the keys of the backup are not at " + generation.keys() + "; name them with --keys");
    }
    byte[] key = hmac(Files.readAllBytes(kek), PURPOSE.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(hmac(key, text));
  }

  private static byte[] hmac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }
}
