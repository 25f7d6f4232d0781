package org.endoreg.watcher.submission;

import java.io.IOException;
import org.endoreg.platform.blob.InsufficientStorage;

/**
 * Whether a file still fits before its first byte is copied: half a copy of a long video would only
 * fill the disk and be thrown away, again and again.
 */
public final class Room {
  private final FreeSpace free;
  private final long keepFree;

  /** How many bytes may still be written. */
  @FunctionalInterface
  public interface FreeSpace {
    long usable() throws IOException;
  }

  /** {@code keepFree} bytes must stay free afterwards. */
  public Room(FreeSpace free, long keepFree) {
    this.free = free;
    this.keepFree = keepFree;
  }

  /**
   * @throws InsufficientStorage when so many bytes do not fit; the drop stays
   */
  void require(long bytes) throws IOException {
    if (free.usable() - bytes < keepFree) {
      throw new InsufficientStorage();
    }
  }
}
