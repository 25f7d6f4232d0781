package org.endoreg.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/** A growing file in the heap; counts what was read, and can be told to fail. */
final class MemoryChannel implements SeekableByteChannel {
  private byte[] bytes;
  private int size;
  private int position;
  private long bytesRead;
  private boolean broken;

  MemoryChannel() {
    this(new byte[0]);
  }

  MemoryChannel(byte[] content) {
    bytes = content.clone();
    size = content.length;
  }

  byte[] content() {
    return Arrays.copyOf(bytes, size);
  }

  long bytesRead() {
    return bytesRead;
  }

  void breakNow() {
    broken = true;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (broken) {
      throw new IOException("storage is gone");
    }
    if (position >= size) {
      return -1;
    }
    int count = Math.min(target.remaining(), size - position);
    target.put(bytes, position, count);
    position += count;
    bytesRead += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (broken) {
      throw new IOException("storage is gone");
    }
    int count = source.remaining();
    int end = position + count;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
    }
    source.get(bytes, position, count);
    position = end;
    size = Math.max(size, end);
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = (int) newPosition;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    size = (int) Math.min(size, newSize);
    return this;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
