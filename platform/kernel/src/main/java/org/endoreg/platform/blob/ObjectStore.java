package org.endoreg.platform.blob;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.endoreg.contracts.BlobKey;

/**
 * Keeps opaque (already encrypted) objects. An object appears whole or not at all and is never
 * changed afterwards.
 */
public interface ObjectStore {

  /**
   * Begins an object; nothing is visible under the key until the write is committed.
   *
   * @throws InsufficientStorage when the object would leave too little space
   */
  ObjectWrite begin(BlobKey key) throws IOException;

  /**
   * Makes a finished file the object under the key, durable and visible, replacing an earlier one.
   * The file is gone afterwards. A store on the same disk only renames it.
   */
  default void adopt(BlobKey key, Path file) throws IOException {
    try (ObjectWrite write = begin(key)) {
      Files.copy(file, write.stream());
      write.stream().close();
      write.commit();
    }
    Files.delete(file);
  }

  /**
   * Opens an object for reading at any offset.
   *
   * @throws java.nio.file.NoSuchFileException when there is none under the key
   */
  SeekableByteChannel open(BlobKey key) throws IOException;

  /**
   * Opens an object that is read once from its first byte to its last, which a store may do in
   * another way than reading here and there.
   *
   * @throws java.nio.file.NoSuchFileException when there is none under the key
   */
  default SeekableByteChannel openToStream(BlobKey key) throws IOException {
    return open(key);
  }

  /** True when an object is visible under the key. */
  boolean exists(BlobKey key) throws IOException;

  /** Removes the object; removing one that is not there is no error. */
  void delete(BlobKey key) throws IOException;

  /**
   * Up to {@code limit} objects of the role behind a place of an earlier page. Objects that appear
   * or go meanwhile may or may not be among them.
   */
  ObjectPage list(BlobKey.Role role, String after, int limit) throws IOException;
}
