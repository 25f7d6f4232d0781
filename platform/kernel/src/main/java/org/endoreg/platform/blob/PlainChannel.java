package org.endoreg.platform.blob;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * The plain bytes of an opened blob. The decrypting channel below answers 0 instead of −1 to
 * whoever reads at the end without having read the last segment, which makes every usual reading
 * loop spin for ever, and does not tell its size before the first read; this one keeps the rules.
 */
final class PlainChannel implements SeekableByteChannel {
  private final SeekableByteChannel decrypting;
  private final long size;
  private long position;

  /** Over a channel whose first segment was read, or whose blob is known to be empty. */
  PlainChannel(SeekableByteChannel decrypting, long size) {
    this.decrypting = decrypting;
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    decrypting.position(position);
    int count = decrypting.read(target);
    if (count <= 0) {
      throw new EOFException("the blob ends before its size");
    }
    position += count;
    return count;
  }

  @Override
  public long position() throws ClosedChannelException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws ClosedChannelException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("negative position");
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    requireOpen();
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
    return decrypting.isOpen();
  }

  @Override
  public void close() throws IOException {
    decrypting.close();
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }
}
