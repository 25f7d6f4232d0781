package org.endoreg.ffmpeg;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.endoreg.ffmpeg.MediaFailure.Reason;
import org.jspecify.annotations.Nullable;

/** A video encoder whose clock is the source's, so that every time stamp survives unchanged. */
final class PictureEncoder implements AutoCloseable {
  /** As a GOP size: no keyframe but those the caller asks for. */
  static final int ONLY_FORCED_KEYFRAMES = 0;

  /** Below this quantizer nobody sees a gain, only a larger file. */
  private static final String FINEST_QUANTIZER = "14";

  private static final String COARSEST_QUANTIZER = "51";
  private static final int HIGH_PROFILE = 100;

  private final AVCodecContext context;
  private final AVPacket packet = avcodec.av_packet_alloc();

  /**
   * What is to be encoded.
   *
   * @param rate frames per second for rate control only
   * @param bitRate target in bits per second
   * @param gop most frames between keyframes
   */
  record Format(
      VideoCodec codec,
      int width,
      int height,
      TimeBase timeBase,
      double rate,
      ColourRange range,
      long bitRate,
      int gop,
      int bFrames,
      int threads) {}

  /** Receives each finished packet. */
  interface PacketSink {
    void packet(AVPacket packet) throws IOException, MediaFailure;
  }

  /**
   * @param look whose colour description and pixel shape the output takes over, if any
   */
  PictureEncoder(Format format, @Nullable AVCodecParameters look) throws MediaFailure {
    Native.load();
    AVCodec codec = avcodec.avcodec_find_encoder_by_name(format.codec().encoder());
    if (codec == null) {
      throw new MediaFailure(Reason.UNSUPPORTED_CODEC, "no encoder " + format.codec().encoder());
    }
    context = avcodec.avcodec_alloc_context3(codec);
    configure(format);
    if (look != null) {
      takeOver(look);
    }
    AVDictionary options = options(format);
    int code = avcodec.avcodec_open2(context, codec, options);
    avutil.av_dict_free(options);
    if (code < 0) {
      avcodec.avcodec_free_context(context);
      Native.check(code, Reason.ENCODE_FAILED, "open encoder");
    }
  }

  private void configure(Format format) {
    context.width(format.width());
    context.height(format.height());
    context.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
    context.color_range(PictureConverter.nativeRange(format.range()));
    context.time_base(Native.rational(format.timeBase().num(), format.timeBase().den()));
    context.framerate(Native.rational((int) Math.round(format.rate() * 1000), 1000));
    context.bit_rate(format.bitRate());
    context.gop_size(format.gop());
    context.max_b_frames(format.bFrames());
    context.thread_count(format.threads());
    context.flags(
        context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER | avcodec.AV_CODEC_FLAG_BITEXACT);
    if (format.codec() == VideoCodec.H264) {
      // every forced keyframe of this encoder is an IDR picture, so each GOP is closed
      context.profile(HIGH_PROFILE);
      // OpenH264 shares a picture among its threads only slice by slice
      context.slices(format.threads());
      context.rc_max_rate(format.bitRate() + format.bitRate() / 4);
    }
  }

  private void takeOver(AVCodecParameters look) {
    context.color_primaries(look.color_primaries());
    context.color_trc(look.color_trc());
    if (look.color_space() != avutil.AVCOL_SPC_RGB) {
      context.colorspace(look.color_space());
    }
    context.sample_aspect_ratio(look.sample_aspect_ratio());
  }

  private static AVDictionary options(Format format) {
    AVDictionary options = new AVDictionary(null);
    if (format.codec() == VideoCodec.H264) {
      // every frame must come out, however hard it is to code
      avutil.av_dict_set(options, "allow_skip_frames", "0", 0);
      avutil.av_dict_set(options, "rc_mode", "bitrate", 0);
      avutil.av_dict_set(options, "qmin", FINEST_QUANTIZER, 0);
      avutil.av_dict_set(options, "qmax", COARSEST_QUANTIZER, 0);
    }
    return options;
  }

  AVCodecContext context() {
    return context;
  }

  /** Encodes one picture. */
  void encode(AVFrame picture, long pts, long duration, boolean keyframe, PacketSink sink)
      throws IOException, MediaFailure {
    picture.pts(pts);
    picture.duration(duration);
    picture.pict_type(keyframe ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
    send(picture, sink);
  }

  /** Brings out the last packets. */
  void finish(PacketSink sink) throws IOException, MediaFailure {
    send(null, sink);
  }

  private void send(@Nullable AVFrame picture, PacketSink sink) throws IOException, MediaFailure {
    Native.check(avcodec.avcodec_send_frame(context, picture), Reason.ENCODE_FAILED, "encode");
    while (true) {
      int code = avcodec.avcodec_receive_packet(context, packet);
      if (Native.isAgain(code) || Native.isEnd(code)) {
        return;
      }
      Native.check(code, Reason.ENCODE_FAILED, "encode");
      sink.packet(packet);
      avcodec.av_packet_unref(packet);
    }
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
  }
}
