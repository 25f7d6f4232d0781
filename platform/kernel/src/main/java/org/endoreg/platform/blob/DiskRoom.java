package org.endoreg.platform.blob;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The room left on one disk, with a reserve that no write may touch: a full disk would stop the
 * database beside it. Looks again every 16 MiB, because others write too.
 */
public final class DiskRoom {
  private static final int CHECK_INTERVAL = 16 * 1024 * 1024;

  private final Path folder;
  private final long minFreeBytes;
  private final FreeSpace freeSpace;

  /** Room on the disk of {@code folder}, of which {@code minFreeBytes} stay free. */
  public DiskRoom(Path folder, long minFreeBytes, FreeSpace freeSpace) {
    this.folder = folder;
    this.minFreeBytes = minFreeBytes;
    this.freeSpace = freeSpace;
  }

  /**
   * Refuses when writing this many bytes would leave less than the reserve; the folder must exist.
   */
  public void require(long bytes) throws IOException {
    if (freeSpace.usable(folder) - bytes < minFreeBytes) {
      throw new InsufficientStorage();
    }
  }

  /** A failed write is a matter of space when there is none; else it is what it is. */
  IOException fullOr(IOException failed) throws IOException {
    return freeSpace.usable(folder) < minFreeBytes ? new InsufficientStorage() : failed;
  }

  /** The stream, refusing what the disk has no room for. */
  OutputStream checked(OutputStream out) {
    return new CheckedStream(out);
  }

  private final class CheckedStream extends FilterOutputStream {
    private int untilCheck = CHECK_INTERVAL;

    CheckedStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      untilCheck -= length;
      if (untilCheck < 0) {
        require(0);
        untilCheck = CHECK_INTERVAL;
      }
      try {
        out.write(bytes, offset, length);
      } catch (IOException failed) {
        throw fullOr(failed);
      }
    }
  }
}
