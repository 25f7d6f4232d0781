package org.endoreg.ffmpeg;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.endoreg.ffmpeg.MediaFailure.Reason;
import org.jspecify.annotations.Nullable;

/**
 * An opened container and its one video stream; all other streams are counted and then discarded.
 * Only plain file containers are admitted: playlist formats could make FFmpeg open other files.
 */
final class Demuxer implements AutoCloseable {
  /** Matches one of the aliases in each demuxer's name. */
  private static final String CONTAINERS = "mov,mp4,matroska,webm,avi,mpegts,mpeg,asf";

  private final ChannelIo io;
  private final AVFormatContext format;
  private final AVPacket packet;
  private final AVStream video;
  private boolean closed;

  private Demuxer(ChannelIo io, AVFormatContext format, AVStream video) {
    this.io = io;
    this.format = format;
    this.video = video;
    this.packet = avcodec.av_packet_alloc();
  }

  /** Opens a channel from its beginning; the channel stays the caller's to close. */
  static Demuxer open(SeekableByteChannel channel) throws IOException, MediaFailure {
    channel.position(0);
    ChannelIo io = ChannelIo.reading(channel);
    AVFormatContext format = null;
    try {
      format = openFormat(io);
      AVStream video = onlyVideo(format);
      return new Demuxer(io, format, video);
    } catch (IOException | MediaFailure e) {
      if (format != null) {
        avformat.avformat_close_input(format);
      }
      io.close();
      throw e;
    }
  }

  private static AVFormatContext openFormat(ChannelIo io) throws IOException, MediaFailure {
    AVFormatContext format = avformat.avformat_alloc_context();
    format.pb(io.context());
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "format_whitelist", CONTAINERS, 0);
    int opened = avformat.avformat_open_input(format, (String) null, null, options);
    avutil.av_dict_free(options);
    io.rethrow();
    // a failed open has already freed the format context
    Native.check(opened, Reason.UNREADABLE, "open");
    int found = avformat.avformat_find_stream_info(format, (AVDictionary) null);
    if (found < 0) {
      avformat.avformat_close_input(format);
      io.rethrow();
      Native.check(found, Reason.UNREADABLE, "read stream information");
    }
    return format;
  }

  private static AVStream onlyVideo(AVFormatContext format) throws MediaFailure {
    AVStream video = null;
    for (int i = 0; i < format.nb_streams(); i++) {
      AVStream stream = format.streams(i);
      if (video == null && isMovingPicture(stream)) {
        video = stream;
      } else {
        stream.discard(avcodec.AVDISCARD_ALL);
      }
    }
    if (video == null) {
      throw new MediaFailure(Reason.NO_VIDEO_STREAM, "no stream with moving pictures");
    }
    return video;
  }

  static boolean isMovingPicture(AVStream stream) {
    return stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO
        && (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) == 0;
  }

  AVFormatContext format() {
    return format;
  }

  AVStream video() {
    return video;
  }

  AVCodecParameters parameters() {
    return video.codecpar();
  }

  TimeBase timeBase() {
    return new TimeBase(video.time_base().num(), video.time_base().den());
  }

  /**
   * The next packet of the video stream, valid until the next call, or null at the end.
   *
   * @throws MediaFailure when the container is damaged here
   */
  @Nullable AVPacket next() throws IOException, MediaFailure {
    while (true) {
      avcodec.av_packet_unref(packet);
      int code = avformat.av_read_frame(format, packet);
      io.rethrow();
      if (Native.isEnd(code)) {
        return null;
      }
      Native.check(code, Reason.UNREADABLE, "read packet");
      if (packet.stream_index() == video.index()) {
        return packet;
      }
    }
  }

  /** Moves to a keyframe not after this time stamp, or to the first one. */
  void seek(long pts) throws IOException, MediaFailure {
    int code = avformat.av_seek_frame(format, video.index(), pts, avformat.AVSEEK_FLAG_BACKWARD);
    if (code < 0) {
      code = avformat.avformat_seek_file(format, video.index(), Long.MIN_VALUE, pts, pts, 0);
    }
    io.rethrow();
    Native.check(code, Reason.UNREADABLE, "seek");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    avcodec.av_packet_free(packet);
    avformat.avformat_close_input(format);
    io.close();
  }
}
