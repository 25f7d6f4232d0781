package org.endoreg.platform.blob;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * One blob being written: hashes and counts the plain bytes on their way into encryption. Closing
 * without committing leaves nothing behind. Not for use by two threads at once.
 */
public final class BlobWrite extends OutputStream {
  private final BlobKey key;
  private final ObjectWrite object;
  private final OutputStream encrypting;
  private final MessageDigest digest = freshDigest();
  private long size;
  private boolean broken;
  private boolean sealed;
  private @Nullable Sha256 sha256;

  BlobWrite(BlobKey key, ObjectWrite object, OutputStream encrypting) {
    this.key = key;
    this.object = object;
    this.encrypting = encrypting;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (sha256 != null) {
      throw new IllegalStateException("nothing is written behind the end");
    }
    broken = true;
    encrypting.write(bytes, offset, length);
    broken = false;
    digest.update(bytes, offset, length);
    size += length;
  }

  /** Plain bytes written so far. */
  public long size() {
    return size;
  }

  /** Digest of the plain bytes; nothing can be written after it was asked for. */
  public Sha256 sha256() {
    if (sha256 == null) {
      sha256 = Sha256.of(digest.digest());
    }
    return sha256;
  }

  /**
   * Makes the blob durable and readable and tells what was written. Call once, after the last byte.
   *
   * @throws IllegalStateException when it was committed before or a write had failed
   */
  public Blob commit() throws IOException {
    if (sealed || broken) {
      throw new IllegalStateException("a blob is committed once, and only when every write held");
    }
    encrypting.close();
    object.commit();
    sealed = true;
    return new Blob(key, sha256(), size);
  }

  /** Discards the blob unless it was committed. */
  @Override
  public void close() throws IOException {
    if (!sealed) {
      object.close();
    }
  }

  private static MessageDigest freshDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
