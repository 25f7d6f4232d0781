package org.endoreg.platform.blob;

import com.google.crypto.tink.StreamingAead;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import org.endoreg.contracts.BlobKey;
import org.jspecify.annotations.Nullable;

/**
 * The plain bytes of an opened object, at any offset. Keeps the decrypting channel of one part. The
 * channels below answer 0 instead of −1 to whoever reads at their end, which makes every usual
 * reading loop spin for ever; this one keeps the rules.
 */
final class PartedChannel implements SeekableByteChannel {
  private final SeekableByteChannel object;
  private final StreamingAead encryption;
  private final BlobKey key;
  private final long size;
  private @Nullable SeekableByteChannel part;
  private long partNumber;
  private long position;

  /** The first {@code size} plain bytes of the object. */
  PartedChannel(SeekableByteChannel object, StreamingAead encryption, BlobKey key, long size) {
    this.object = object;
    this.encryption = encryption;
    this.key = key;
    this.size = size;
  }

  /**
   * Authenticates the first segment, and the last part when it is empty: nobody would ever read
   * that one, so a cut blob could be ended with anything.
   */
  void authenticate() throws IOException {
    if (size % PartLayout.PART_BYTES == 0) {
      requireEmptyLastPart();
    }
    if (size > 0) {
      read(ByteBuffer.allocate(1));
      position = 0;
    }
  }

  private void requireEmptyLastPart() throws IOException {
    long last = size / PartLayout.PART_BYTES;
    try {
      int first =
          encryption
              .newDecryptingStream(
                  Channels.newInputStream(slice(last)), PartLayout.associatedData(key, last))
              .read();
      if (first >= 0) {
        throw new IOException("the last part is not empty");
      }
    } catch (GeneralSecurityException failed) {
      throw new IOException("decryption is not available", failed);
    }
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
    SeekableByteChannel plain = part(position / PartLayout.PART_BYTES);
    int count = plain.position(position % PartLayout.PART_BYTES).read(target);
    if (count <= 0) {
      throw new EOFException("the blob ends before its size");
    }
    position += count;
    return count;
  }

  private SeekableByteChannel part(long wanted) throws IOException {
    if (part == null || partNumber != wanted) {
      part = decrypting(wanted);
      partNumber = wanted;
    }
    return part;
  }

  private SeekableByteChannel decrypting(long number) throws IOException {
    try {
      return encryption.newSeekableDecryptingChannel(
          slice(number), PartLayout.associatedData(key, number));
    } catch (GeneralSecurityException failed) {
      throw new IOException("decryption is not available", failed);
    }
  }

  private PartSlice slice(long number) throws IOException {
    long start = number * PartLayout.SEALED_PART_BYTES;
    return new PartSlice(
        object, start, Math.min(PartLayout.SEALED_PART_BYTES, object.size() - start));
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
    return object.isOpen();
  }

  @Override
  public void close() throws IOException {
    object.close();
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }
}
