package org.endoreg.ffmpeg;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.endoreg.ffmpeg.MediaFailure.Reason;

/**
 * Writes a container into a channel. For MP4 the space of the index is reserved in front from the
 * frame count, so the file starts fast without ever being copied: bytes are written once in order,
 * only the head is written again at the end.
 */
final class Muxer implements AutoCloseable {
  /** Sample size, time step, keyframe and chunk entry of one frame in the worst case. */
  private static final int INDEX_BYTES_PER_FRAME = 4 + 8 + 4 + 8;

  private static final int INDEX_BYTES_BESIDES = 4096;

  /** Not bound by the presets: {@code AVFMT_FLAG_CUSTOM_IO}. */
  private static final int FLAG_CUSTOM_IO = 0x80;

  /** Not bound by the presets: {@code AVFMT_FLAG_BITEXACT}. */
  private static final int FLAG_BITEXACT = 0x400;

  /** Not bound by the presets: {@code AVFMT_AVOID_NEG_TS_DISABLED}. */
  private static final int KEEP_TIME_STAMPS = 0;

  private final ChannelIo io;
  private final AVFormatContext format;
  private boolean closed;

  Muxer(SeekableByteChannel channel, String container) throws MediaFailure {
    this.io = ChannelIo.writing(channel);
    AVFormatContext opened = new AVFormatContext(null);
    int code = avformat.avformat_alloc_output_context2(opened, null, container, null);
    if (code < 0) {
      io.close();
      Native.check(code, Reason.ENCODE_FAILED, "open container");
    }
    this.format = opened;
    format.pb(io.context());
    // no writer name, no creation time, nothing that differs between two runs
    format.flags(format.flags() | FLAG_BITEXACT | FLAG_CUSTOM_IO);
    format.avoid_negative_ts(KEEP_TIME_STAMPS);
  }

  /** Adds a stream with the encoder's parameters and clock. */
  AVStream addStream(AVCodecContext encoder) throws MediaFailure {
    AVStream stream = avformat.avformat_new_stream(format, null);
    Native.check(
        avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder),
        Reason.ENCODE_FAILED,
        "add stream");
    stream.codecpar().codec_tag(0);
    stream.time_base(encoder.time_base());
    return stream;
  }

  /** Sets a title, for test input that must lose it again. */
  void title(String title) {
    AVDictionary metadata = new AVDictionary(null);
    avutil.av_dict_set(metadata, "title", title, 0);
    format.metadata(metadata);
  }

  /**
   * Options that keep MP4 time stamps to the tick and put the index in front.
   *
   * @param frames exact number of frames, or 0 to leave the index at the end
   */
  static Map<String, String> mp4Options(TimeBase timeBase, int frames) {
    String clock = Integer.toString(timeBase.den());
    long reserved = INDEX_BYTES_BESIDES + (long) frames * INDEX_BYTES_PER_FRAME;
    return frames == 0
        ? Map.of("video_track_timescale", clock, "movie_timescale", clock)
        : Map.of(
            "video_track_timescale",
            clock,
            "movie_timescale",
            clock,
            "moov_size",
            Long.toString(reserved));
  }

  void writeHeader(Map<String, String> options) throws IOException, MediaFailure {
    PointerPointer<AVDictionary> holder = new PointerPointer<>(1);
    holder.put(0, null);
    options.forEach((key, value) -> setOption(holder, key, value));
    int code = avformat.avformat_write_header(format, holder);
    avutil.av_dict_free(holder);
    holder.deallocate();
    io.rethrow();
    Native.check(code, Reason.ENCODE_FAILED, "write header");
  }

  private static void setOption(PointerPointer<AVDictionary> holder, String key, String value) {
    try (BytePointer k = new BytePointer(key);
        BytePointer v = new BytePointer(value)) {
      avutil.av_dict_set(holder, k, v, 0);
    }
  }

  void write(AVPacket packet, AVCodecContext encoder, AVStream stream)
      throws IOException, MediaFailure {
    avcodec.av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
    packet.stream_index(stream.index());
    int code = avformat.av_interleaved_write_frame(format, packet);
    io.rethrow();
    Native.check(code, Reason.ENCODE_FAILED, "write packet");
  }

  void finish() throws IOException, MediaFailure {
    int code = avformat.av_write_trailer(format);
    avformat.avio_flush(io.context());
    io.rethrow();
    Native.check(code, Reason.ENCODE_FAILED, "write index");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    format.pb(new AVIOContext(null));
    avformat.avformat_free_context(format);
    io.close();
  }
}
