package org.endoreg.platform.blob;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that takes gigabytes once. Whole blocks go past the page cache, so that a long video does
 * not push out what the database needs there and costs no copy; what does not fill a block, and
 * everything where the file system has no direct access, goes through it. Not for use by two
 * threads at once.
 */
public final class BulkFile implements Closeable {
  private final FileChannel channel;
  private final @Nullable FileChannel direct;
  private final int blockBytes;
  private @Nullable Blocks open;

  private BulkFile(FileChannel channel, @Nullable FileChannel direct, int blockBytes) {
    this.channel = channel;
    this.direct = direct;
    this.blockBytes = blockBytes;
  }

  /** Opens the file as {@link FileChannel#open(Path, Set, FileAttribute[])} does; not to append. */
  public static BulkFile open(
      Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    FileChannel channel = FileChannel.open(file, options, attributes);
    try {
      int blockBytes = BlockSize.of(file);
      boolean fits = Pieces.BYTES % blockBytes == 0;
      return new BulkFile(channel, fits ? direct(file) : null, blockBytes);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  private static @Nullable FileChannel direct(Path file) {
    try {
      return FileChannel.open(
          file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException | UnsupportedOperationException notOnThisFileSystem) {
      return null;
    }
  }

  /** For locking, reading, measuring, forcing; its own position means nothing to the streams. */
  public FileChannel channel() {
    return channel;
  }

  /**
   * A stream that writes from this byte on, in place of an earlier one. What it holds back, less
   * than a mebibyte, is in the file after a flush; closing it flushes and leaves the file open,
   * closing the file alone gives it up. After a write that failed the file holds a beginning of
   * what was written, and nothing else.
   */
  public OutputStream from(long position) {
    giveBack();
    open = new Blocks(position);
    return open;
  }

  private void giveBack() {
    if (open != null) {
      open.giveBack();
      open = null;
    }
  }

  /** Closes both ways to the file together, since the end of either ends its lock. */
  @Override
  public void close() throws IOException {
    giveBack();
    try (channel) {
      if (direct != null) {
        direct.close();
      }
    }
  }

  /** Gathers whole blocks, beginning where one begins. */
  private final class Blocks extends OutputStream {
    private long position;
    private @Nullable ByteBuffer piece;

    Blocks(long position) {
      this.position = position;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int begun = Math.min(length, untilNextBlock());
      writeThrough(ByteBuffer.wrap(bytes, offset, begun));
      int done = begun;
      while (done < length) {
        ByteBuffer gathering = gathering();
        if (gathering == null) {
          writeThrough(ByteBuffer.wrap(bytes, offset + done, length - done));
          return;
        }
        int count = Math.min(length - done, gathering.remaining());
        gathering.put(bytes, offset + done, count);
        done += count;
        if (!gathering.hasRemaining()) {
          writePast(gathering);
        }
      }
    }

    private int untilNextBlock() {
      boolean gathers = piece != null && piece.position() > 0;
      return gathers ? 0 : (int) Math.floorMod(-position, (long) blockBytes);
    }

    /** Null where everything goes through the page cache. */
    private @Nullable ByteBuffer gathering() {
      if (piece == null && direct != null) {
        piece = Pieces.take(blockBytes);
      }
      return piece;
    }

    private void writePast(ByteBuffer full) throws IOException {
      try {
        full.flip();
        while (full.hasRemaining() && direct != null) {
          position += direct.write(full, position);
        }
      } finally {
        full.clear();
      }
    }

    private void writeThrough(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
    }

    @Override
    public void flush() throws IOException {
      if (piece == null) {
        return;
      }
      try {
        writeThrough(piece.flip());
      } finally {
        piece.clear();
      }
    }

    @Override
    public void close() throws IOException {
      try {
        flush();
      } finally {
        giveBack();
      }
    }

    private void giveBack() {
      if (piece != null) {
        Pieces.giveBack(piece);
        piece = null;
      }
    }
  }
}
