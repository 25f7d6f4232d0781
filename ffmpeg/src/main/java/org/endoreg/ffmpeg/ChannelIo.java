package org.endoreg.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg's byte input or output over a seekable channel. What the channel throws is kept and thrown
 * again by {@link #rethrow()}, because no exception can cross native code.
 *
 * <p>The three callbacks exist once per process and find their channel by a number: JavaCPP has few
 * native slots for callbacks, and one that were collected too early would crash the process.
 */
final class ChannelIo implements AutoCloseable {
  /** One segment of the encrypted blob store. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final int SEEK_FROM_START = 0;
  private static final int SEEK_FROM_HERE = 1;
  private static final int SEEK_FROM_END = 2;
  private static final int SEEK_KIND = 3;

  private static final Map<Long, ChannelIo> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT_ID = new AtomicLong(1);
  private static final Reader READER = new Reader();
  private static final Writer WRITER = new Writer();
  private static final Seeker SEEKER = new Seeker();

  private final long id = NEXT_ID.getAndIncrement();
  private final SeekableByteChannel channel;
  private final AVIOContext context;
  private @Nullable IOException failure;

  private ChannelIo(SeekableByteChannel channel, boolean write) {
    Native.load();
    this.channel = channel;
    BytePointer buffer = new BytePointer(avutil.av_malloc(BUFFER_BYTES));
    buffer.capacity(BUFFER_BYTES);
    this.context =
        avformat.avio_alloc_context(
            buffer,
            BUFFER_BYTES,
            write ? 1 : 0,
            new Handle(id),
            write ? null : READER,
            write ? WRITER : null,
            SEEKER);
    OPEN.put(id, this);
  }

  static ChannelIo reading(SeekableByteChannel channel) {
    return new ChannelIo(channel, false);
  }

  static ChannelIo writing(SeekableByteChannel channel) {
    return new ChannelIo(channel, true);
  }

  /** Channels opened and not closed in this process. */
  static int openCount() {
    return OPEN.size();
  }

  AVIOContext context() {
    return context;
  }

  /** Throws what the channel threw inside a callback, if anything. */
  void rethrow() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    if (OPEN.remove(id) == null) {
      return;
    }
    // FFmpeg may have replaced the buffer, so the current one is freed, not the one handed in
    avutil.av_free(context.buffer());
    avformat.avio_context_free(context);
  }

  private int read(ByteBuffer target) throws IOException {
    int count = channel.read(target);
    return count <= 0 ? avutil.AVERROR_EOF : count;
  }

  private int write(ByteBuffer source) throws IOException {
    int count = source.remaining();
    while (source.hasRemaining()) {
      channel.write(source);
    }
    return count;
  }

  private long seek(long offset, int whence) throws IOException {
    if ((whence & AVSEEK_SIZE) != 0) {
      return channel.size();
    }
    long target =
        switch (whence & SEEK_KIND) {
          case SEEK_FROM_START -> offset;
          case SEEK_FROM_HERE -> channel.position() + offset;
          case SEEK_FROM_END -> channel.size() + offset;
          default -> -1;
        };
    if (target < 0) {
      return avutil.AVERROR_EINVAL();
    }
    channel.position(target);
    return target;
  }

  private interface Transfer {
    long with(ChannelIo io) throws IOException;
  }

  private static long onChannel(Pointer opaque, Transfer transfer) {
    ChannelIo io = OPEN.get(opaque.address());
    if (io == null || io.failure != null) {
      return avutil.AVERROR_EXTERNAL;
    }
    try {
      return transfer.with(io);
    } catch (IOException e) {
      io.failure = e;
    } catch (RuntimeException e) {
      io.failure = new IOException("the channel failed", e);
    }
    return avutil.AVERROR_EXTERNAL;
  }

  /** A pointer value that is only a number to us and to FFmpeg. */
  private static final class Handle extends Pointer {
    private Handle(long id) {
      super((Pointer) null);
      address = id;
    }
  }

  private static final class Reader extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer opaque, BytePointer buffer, int size) {
      ByteBuffer target = buffer.capacity(size).asByteBuffer();
      return (int) onChannel(opaque, io -> io.read(target));
    }
  }

  private static final class Writer extends Write_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer opaque, BytePointer buffer, int size) {
      ByteBuffer source = buffer.capacity(size).asByteBuffer();
      return (int) onChannel(opaque, io -> io.write(source));
    }
  }

  private static final class Seeker extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer opaque, long offset, int whence) {
      return onChannel(opaque, io -> io.seek(offset, whence));
    }
  }
}
