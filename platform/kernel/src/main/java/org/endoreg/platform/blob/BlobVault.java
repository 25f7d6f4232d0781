package org.endoreg.platform.blob;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import org.endoreg.contracts.BlobKey;

/**
 * Encrypted blobs over an {@link ObjectStore}. A blob is a row of parts, each sealed on its own and
 * bound to the blob key and its place, so neither an object copied to another key nor a part moved
 * within or between blobs opens. All offsets and sizes count plain bytes.
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
    return new BlobWrite(key, object, new PartWriter(encryption, key, object.stream(), 0));
  }

  /** A place below {@code folder} for blobs of this vault that arrive in pieces. */
  public StagingArea stagingIn(Path folder, DiskRoom room) {
    return new StagingArea(folder, objects, encryption, room);
  }

  /**
   * Opens a blob for reading at any offset; every segment is authenticated before a byte of it is
   * returned, the first one already here, so a foreign or damaged blob fails before an answer has
   * begun.
   *
   * @throws java.nio.file.NoSuchFileException when there is none under the key
   */
  public SeekableByteChannel open(BlobKey key) throws IOException {
    return plain(key, objects.open(key));
  }

  private SeekableByteChannel plain(BlobKey key, SeekableByteChannel object) throws IOException {
    try {
      long size = PartLayout.plainBytes(object.size());
      PartedChannel plain = new PartedChannel(object, encryption, key, size);
      plain.authenticate();
      return plain;
    } catch (IOException | RuntimeException notOurs) {
      object.close();
      throw new IOException("the blob does not open with the current keys", notOurs);
    }
  }

  /** Streams a blob from its first byte. */
  public InputStream stream(BlobKey key) throws IOException {
    return Channels.newInputStream(plain(key, objects.openToStream(key)));
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
}
