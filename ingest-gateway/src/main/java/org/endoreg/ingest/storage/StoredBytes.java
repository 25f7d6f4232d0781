package org.endoreg.ingest.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;

/** Tells what really lies under a key, byte by byte: nothing recorded earlier is believed. */
@ApplicationScoped
public class StoredBytes {
  private static final int PIECE_BYTES = 65_536;

  private final BlobVault vault;

  StoredBytes(BlobVault vault) {
    this.vault = vault;
  }

  /**
   * Reads the whole blob; empty when there is none.
   *
   * @throws IOException when the store does not answer or the bytes do not open
   */
  public Optional<Blob> read(BlobKey key) throws IOException {
    MessageDigest digest = sha256();
    long size = 0;
    try (InputStream bytes = vault.stream(key)) {
      byte[] piece = new byte[PIECE_BYTES];
      for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
        digest.update(piece, 0, count);
        size += count;
      }
      return Optional.of(new Blob(key, Sha256.of(digest.digest()), size));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
