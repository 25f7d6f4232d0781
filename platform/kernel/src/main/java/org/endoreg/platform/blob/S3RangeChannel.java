package org.endoreg.platform.blob;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Reads an S3 object at any offset by ranged requests of up to 1 MiB, keeping the last one. */
final class S3RangeChannel implements SeekableByteChannel {
  private static final int WINDOW_BYTES = 1024 * 1024;

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final long size;
  private byte[] window = new byte[0];
  private long windowStart;
  private long position;
  private boolean open = true;

  S3RangeChannel(S3Client s3, String bucket, String key, long size) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    if (position < windowStart || position >= windowStart + window.length) {
      fetch();
    }
    int from = (int) (position - windowStart);
    int count = Math.min(target.remaining(), window.length - from);
    target.put(window, from, count);
    position += count;
    return count;
  }

  private void fetch() throws IOException {
    long last = Math.min(size, position + WINDOW_BYTES) - 1;
    String range = "bytes=" + position + "-" + last;
    try {
      byte[] fetched =
          s3.getObjectAsBytes(get -> get.bucket(bucket).key(key).range(range)).asByteArray();
      if (fetched.length == 0) {
        throw new EOFException("the object is shorter than it was when it was opened");
      }
      window = fetched;
      windowStart = position;
    } catch (SdkException failed) {
      throw new IOException("the object store did not deliver a range", failed);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("negative position");
    }
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
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
