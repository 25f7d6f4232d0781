package org.endoreg.platform.blob;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * Reads at any offset what its source gives a window at a time, keeping the last one. A read ends
 * with its window. Not for use by two threads at once.
 */
final class WindowedChannel implements SeekableByteChannel {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Source source;
  private final long size;
  private ByteBuffer window = NOTHING;
  private long windowStart;
  private long position;
  private boolean open = true;

  /** The first {@code size} bytes of the source, which is closed with the channel. */
  WindowedChannel(Source source, long size) {
    this.source = source;
    this.size = size;
  }

  /** Where windows come from. */
  interface Source extends Closeable {
    /** Bytes around a place before the end; what an earlier call gave may be overwritten. */
    Window at(long position) throws IOException;
  }

  /** Bytes 0 to the limit of a buffer, and the place of the first of them. */
  record Window(long start, ByteBuffer bytes) {}

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    if (position < windowStart || position >= windowStart + window.limit()) {
      move();
    }
    int from = (int) (position - windowStart);
    int count = Math.min(target.remaining(), window.limit() - from);
    target.put(target.position(), window, from, count).position(target.position() + count);
    position += count;
    return count;
  }

  /** A source that fails may have overwritten the window it gave before. */
  private void move() throws IOException {
    window = NOTHING;
    Window found = source.at(position);
    if (position >= found.start() + found.bytes().limit()) {
      throw new EOFException("it is shorter than it was when it was opened");
    }
    window = found.bytes();
    windowStart = found.start();
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
    return open;
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      source.close();
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
