package org.endoreg.ffmpeg;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.endoreg.ffmpeg.MediaFailure.Reason;

/**
 * Finds out what a video file is by reading it once from start to end without decoding it. Only a
 * file whose packets carry no usable time stamps is decoded, to make up a timeline. Stateless and
 * safe to share between threads.
 */
public final class VideoProbe {
  private final VideoLimits limits;

  /** A probe that refuses anything beyond these limits. */
  public VideoProbe(VideoLimits limits) {
    this.limits = limits;
  }

  /** A probe with the limits of the clinical storage profile. */
  public VideoProbe() {
    this(VideoLimits.CLINICAL);
  }

  /**
   * Reads the whole channel and states the facts. The channel stays open and its position is
   * undefined afterwards.
   *
   * @throws MediaFailure when it is not a complete video that can be decoded here
   * @throws IOException when the channel fails
   */
  public VideoFacts probe(SeekableByteChannel channel) throws IOException, MediaFailure {
    try (Demuxer demuxer = Demuxer.open(channel)) {
      requireDecodable(demuxer.parameters());
      PacketIndex index = readPackets(demuxer);
      Timeline timeline =
          index.hasUsableStamps()
              ? index.timeline(demuxer.timeBase())
              : decodedTimeline(channel, index);
      return facts(demuxer, timeline, channel.size());
    }
  }

  private void requireDecodable(AVCodecParameters parameters) throws MediaFailure {
    if (parameters.width() > limits.maxWidth() || parameters.height() > limits.maxHeight()) {
      throw new MediaFailure(
          Reason.LIMIT_EXCEEDED,
          "picture of %d×%d, allowed %d×%d"
              .formatted(
                  parameters.width(), parameters.height(), limits.maxWidth(), limits.maxHeight()));
    }
    if (avcodec.avcodec_find_decoder(parameters.codec_id()) == null) {
      throw new MediaFailure(Reason.UNSUPPORTED_CODEC, "no decoder for the video stream");
    }
  }

  private PacketIndex readPackets(Demuxer demuxer) throws IOException, MediaFailure {
    PacketIndex index = new PacketIndex();
    long announced = demuxer.video().nb_frames();
    int packets = 0;
    for (AVPacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
      packets++;
      if ((packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
        throw new MediaFailure(Reason.UNREADABLE, "packet " + packets + " is cut off or damaged");
      }
      if (packets > limits.maxFrames()) {
        throw new MediaFailure(
            Reason.LIMIT_EXCEEDED, "more than " + limits.maxFrames() + " frames");
      }
      if ((packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0 && packet.size() > 0) {
        index.add(packet);
      }
    }
    if (packets == 0 && announced <= 0) {
      throw new MediaFailure(Reason.NO_FRAMES, "the video stream is empty");
    }
    if (packets < announced) {
      throw new MediaFailure(
          Reason.UNREADABLE, "cut off: %d of %d packets".formatted(packets, announced));
    }
    if (demuxer.parameters().width() <= 0 || index.size() == 0) {
      throw new MediaFailure(Reason.NO_FRAMES, "the video stream holds no picture");
    }
    return index;
  }

  /** For packets without time stamps: those of the decoder, pushed apart where they collide. */
  private static Timeline decodedTimeline(SeekableByteChannel channel, PacketIndex index)
      throws IOException, MediaFailure {
    try (FrameSource source = FrameSource.open(channel, 1)) {
      TimeBase timeBase = source.demuxer().timeBase();
      long step = stepOf(source.demuxer().video());
      long[] ticks = new long[index.size() + 1];
      int count = 0;
      while (source.next()) {
        ticks = count == ticks.length ? Arrays.copyOf(ticks, count * 2) : ticks;
        long stamp = source.pts();
        long earliest = count == 0 ? 0 : ticks[count - 1] + step;
        boolean usable = stamp != Native.NO_PTS && (count == 0 || stamp > ticks[count - 1]);
        ticks[count++] = usable ? stamp : earliest;
      }
      if (count == 0) {
        throw new MediaFailure(Reason.NO_FRAMES, "no picture could be decoded");
      }
      return Timeline.of(timeBase, Arrays.copyOf(ticks, count), new int[] {0}, step, true);
    }
  }

  private static long stepOf(AVStream video) {
    AVRational rate = video.avg_frame_rate();
    AVRational tick = video.time_base();
    if (rate.num() <= 0 || rate.den() <= 0) {
      return 1;
    }
    double ticks = (double) rate.den() * tick.den() / ((double) rate.num() * tick.num());
    return Math.max(1, Math.round(ticks));
  }

  private static VideoFacts facts(Demuxer demuxer, Timeline timeline, long bytes) {
    AVFormatContext format = demuxer.format();
    AVCodecParameters parameters = demuxer.parameters();
    int audio = 0;
    int subtitle = 0;
    for (int i = 0; i < format.nb_streams(); i++) {
      int type = format.streams(i).codecpar().codec_type();
      audio += type == avutil.AVMEDIA_TYPE_AUDIO ? 1 : 0;
      subtitle += type == avutil.AVMEDIA_TYPE_SUBTITLE ? 1 : 0;
    }
    String pixelFormat = Native.textOr(avutil.av_get_pix_fmt_name(parameters.format()), "unknown");
    return new VideoFacts(
        Native.textOr(format.iformat().name(), "unknown"),
        Native.textOr(avcodec.avcodec_get_name(parameters.codec_id()), "unknown"),
        parameters.width(),
        parameters.height(),
        pixelFormat,
        rangeOf(parameters.color_range(), pixelFormat),
        rate(demuxer.video().r_frame_rate()),
        rate(demuxer.video().avg_frame_rate()),
        Math.round(8.0 * bytes / timeline.durationSeconds()),
        timeline,
        audio,
        subtitle,
        format.nb_streams() - audio - subtitle - 1,
        format.nb_chapters());
  }

  static ColourRange rangeOf(int nativeRange, String pixelFormat) {
    boolean full = nativeRange == avutil.AVCOL_RANGE_JPEG || pixelFormat.startsWith("yuvj");
    return full ? ColourRange.FULL : ColourRange.LIMITED;
  }

  private static Rate rate(AVRational rational) {
    boolean stated = rational.num() > 0 && rational.den() > 0;
    return stated ? new Rate(rational.num(), rational.den()) : Rate.UNKNOWN;
  }
}
