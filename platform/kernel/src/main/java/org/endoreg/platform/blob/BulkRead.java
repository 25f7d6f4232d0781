package org.endoreg.platform.blob;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of gigabytes that is read once from one end to the other, past the page cache as {@link
 * BulkFile} writes it: its bytes are not needed there again, but those of the database are. Any
 * place can be read, but each mebibyte costs a whole read.
 */
public final class BulkRead {
  private BulkRead() {}

  /**
   * Opens a file that does not grow any more; through the page cache when it is small, the file
   * system has no direct access, or too many are read at the same time.
   */
  public static SeekableByteChannel open(Path file) throws IOException {
    FileChannel cached = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      long size = cached.size();
      @Nullable SeekableByteChannel past = size > Pieces.BYTES ? past(file, size) : null;
      if (past != null) {
        cached.close();
        return past;
      }
      return cached;
    } catch (IOException | RuntimeException failed) {
      cached.close();
      throw failed;
    }
  }

  private static @Nullable SeekableByteChannel past(Path file, long size) throws IOException {
    int blockBytes = BlockSize.of(file);
    @Nullable ByteBuffer piece = Pieces.BYTES % blockBytes == 0 ? Pieces.take(blockBytes) : null;
    if (piece == null) {
      return null;
    }
    try {
      FileChannel direct =
          FileChannel.open(
              file, StandardOpenOption.READ, ExtendedOpenOption.DIRECT, LinkOption.NOFOLLOW_LINKS);
      return new WindowedChannel(new Blocks(direct, piece, blockBytes), size);
    } catch (IOException | UnsupportedOperationException notOnThisFileSystem) {
      Pieces.giveBack(piece);
      return null;
    }
  }

  /** Whole blocks, read into one piece of memory that is given back with the end. */
  private record Blocks(FileChannel direct, ByteBuffer piece, int blockBytes)
      implements WindowedChannel.Source {
    /** Reads until the piece is full or the file ends: a read in between may end anywhere. */
    @Override
    public WindowedChannel.Window at(long position) throws IOException {
      long start = position - position % blockBytes;
      piece.clear();
      int read = 0;
      while (piece.hasRemaining() && piece.position() % blockBytes == 0 && read >= 0) {
        read = direct.read(piece, start + piece.position());
      }
      return new WindowedChannel.Window(start, piece.flip());
    }

    @Override
    public void close() throws IOException {
      Pieces.giveBack(piece);
      direct.close();
    }
  }
}
