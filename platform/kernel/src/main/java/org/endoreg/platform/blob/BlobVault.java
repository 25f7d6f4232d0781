package org.endoreg.platform.blob;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.endoreg.contracts.BlobKey;

/**
 * Encrypted blobs over an {@link ObjectStore}. The blob key is the associated data, so an object
 * copied to another key does not open. All offsets and sizes count plain bytes.
 */
public final class BlobVault {
  private final ObjectStore objects;
  private final StreamingAead encryption;

  /** Encrypts with this primitive and keeps objects in this store. */
  public BlobVault(ObjectStore objects, StreamingAead encryption) {
    this.objects = objects;
    this.encryption = encryption;
  }

  /** Begins a blob; nothing is readable before {@link BlobWrite#commit()}. */
  public BlobWrite write(BlobKey key) throws IOException {
    ObjectWrite object = objects.begin(key);
    try {
      return new BlobWrite(
          key, object, encryption.newEncryptingStream(object.stream(), associatedData(key)));
    } catch (GeneralSecurityException | IOException | RuntimeException failed) {
      object.close();
      throw new IOException("encryption is not available", failed);
    }
  }

  /**
   * Opens a blob for reading at any offset; every segment is authenticated before a byte of it is
   * returned, the first one already here, so a foreign or damaged blob fails before an answer has
   * begun.
   *
   * @throws java.nio.file.NoSuchFileException when there is none under the key
   */
  public SeekableByteChannel open(BlobKey key) throws IOException {
    SeekableByteChannel object = objects.open(key);
    try {
      SeekableByteChannel plain =
          encryption.newSeekableDecryptingChannel(object, associatedData(key));
      if (plain.read(ByteBuffer.allocate(1)) > 0) {
        return new PlainChannel(plain, plain.size());
      }
      requireEmpty(object, key);
      return new PlainChannel(object, 0);
    } catch (GeneralSecurityException | IOException | RuntimeException notOurs) {
      object.close();
      throw new IOException("the blob does not open with the current keys", notOurs);
    }
  }

  /** The decrypting channel does not look at the one segment of an empty blob, so this does. */
  private void requireEmpty(SeekableByteChannel object, BlobKey key)
      throws GeneralSecurityException, IOException {
    InputStream encrypted = Channels.newInputStream(object.position(0));
    if (encryption.newDecryptingStream(encrypted, associatedData(key)).read() >= 0) {
      throw new IOException("the blob is not empty");
    }
  }

  /** Streams a blob from its first byte. */
  public InputStream stream(BlobKey key) throws IOException {
    return Channels.newInputStream(open(key));
  }

  /** True when a committed blob lies under the key. */
  public boolean exists(BlobKey key) throws IOException {
    return objects.exists(key);
  }

  /** Removes the blob; removing one that is not there is no error. */
  public void delete(BlobKey key) throws IOException {
    objects.delete(key);
  }

  /** Up to {@code limit} blobs of the role behind a place of an earlier page. */
  public ObjectPage list(BlobKey.Role role, String after, int limit) throws IOException {
    return objects.list(role, after, limit);
  }

  private static byte[] associatedData(BlobKey key) {
    return key.value().getBytes(StandardCharsets.UTF_8);
  }
}
