package org.endoreg.platform.blob;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of gigabytes that is read once from one end to the other, past the page cache as {@link
 * BulkFile} writes it: its bytes are not needed there again, but those of the database are. Any
 * place can be read, but each mebibyte costs a whole read. Not for use by two threads at once, nor
 * for a file that still grows.
 */
public final class BulkRead implements SeekableByteChannel {
  private final FileChannel direct;
  private final long size;
  private final int blockBytes;
  private @Nullable ByteBuffer piece;
  private long pieceStart;
  private long position;

  private BulkRead(FileChannel direct, ByteBuffer piece, long size, int blockBytes) {
    this.direct = direct;
    this.size = size;
    this.blockBytes = blockBytes;
    this.piece = piece.limit(0);
  }

  /**
   * Opens the file; through the page cache when it is small, the file system has no direct access,
   * or too many are read at the same time.
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
    int blockBytes = Math.toIntExact(Files.getFileStore(file).getBlockSize());
    @Nullable ByteBuffer piece = Pieces.BYTES % blockBytes == 0 ? Pieces.take(blockBytes) : null;
    if (piece == null) {
      return null;
    }
    try {
      FileChannel direct =
          FileChannel.open(
              file, StandardOpenOption.READ, ExtendedOpenOption.DIRECT, LinkOption.NOFOLLOW_LINKS);
      return new BulkRead(direct, piece, size, blockBytes);
    } catch (IOException | UnsupportedOperationException notOnThisFileSystem) {
      Pieces.giveBack(piece);
      return null;
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    ByteBuffer held = held();
    if (position >= size) {
      return -1;
    }
    if (position < pieceStart || position >= pieceStart + held.limit()) {
      fill(held);
    }
    int from = Math.toIntExact(position - pieceStart);
    int count = Math.min(target.remaining(), held.limit() - from);
    if (held.limit() <= from) {
      return -1;
    }
    target.put(target.position(), held, from, count).position(target.position() + count);
    position += count;
    return count;
  }

  /** Reads until the piece is full or the file ends: a read in between may end anywhere. */
  private void fill(ByteBuffer held) throws IOException {
    pieceStart = position - position % blockBytes;
    held.clear();
    int read = 0;
    while (held.hasRemaining() && held.position() % blockBytes == 0 && read >= 0) {
      read = direct.read(held, pieceStart + held.position());
    }
    held.flip();
  }

  private ByteBuffer held() throws ClosedChannelException {
    if (piece == null) {
      throw new ClosedChannelException();
    }
    return piece;
  }

  @Override
  public long position() throws ClosedChannelException {
    held();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws ClosedChannelException {
    held();
    if (newPosition < 0) {
      throw new IllegalArgumentException("negative position");
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    held();
    return size;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return piece != null;
  }

  @Override
  public void close() throws IOException {
    if (piece != null) {
      Pieces.giveBack(piece);
      piece = null;
      direct.close();
    }
  }
}
