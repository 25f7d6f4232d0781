package org.endoreg.platform.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * One sealed part seen as a channel of its own; closing it leaves the object open. A read fills
 * what it can, however little the object gives at a time: the decrypting channel above takes a
 * segment that came in two pieces for the end when it is the first one it was asked for.
 */
final class PartSlice implements SeekableByteChannel {
  private final SeekableByteChannel object;
  private final long start;
  private final long size;
  private long position;

  PartSlice(SeekableByteChannel object, long start, long size) {
    this.object = object;
    this.start = start;
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    long left = size - position;
    if (left <= 0) {
      return -1;
    }
    int limit = target.limit();
    int before = target.position();
    target.limit((int) Math.min(limit, before + left));
    try {
      fill(target);
      return target.position() > before || !target.hasRemaining() ? target.position() - before : -1;
    } finally {
      position += target.position() - before;
      target.limit(limit);
    }
  }

  private void fill(ByteBuffer target) throws IOException {
    object.position(start + position);
    int count = 0;
    while (target.hasRemaining() && count >= 0) {
      count = object.read(target);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
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
    return object.isOpen();
  }

  @Override
  public void close() {
    // whoever opened the object closes it
  }
}
