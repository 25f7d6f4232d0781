package org.endoreg.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.endoreg.ffmpeg.MediaFailure.Reason;

/** Encodes single pictures as JPEG or PNG in memory. */
final class StillEncoder implements AutoCloseable {
  /** Quality scale of the extraction contract: near the best that JPEG offers. */
  private static final int JPEG_QUALITY_SCALE = 2;

  private final PictureConverter converter = new PictureConverter();

  PictureConverter converter() {
    return converter;
  }

  byte[] jpeg(AVFrame source) throws MediaFailure {
    return encode(
        source,
        avcodec.AV_CODEC_ID_MJPEG,
        // the encoder refuses studio range
        avutil.AV_PIX_FMT_YUVJ420P);
  }

  byte[] png(AVFrame source) throws MediaFailure {
    return encode(source, avcodec.AV_CODEC_ID_PNG, avutil.AV_PIX_FMT_RGB24);
  }

  private byte[] encode(AVFrame source, int codecId, int pixelFormat) throws MediaFailure {
    AVFrame picture = converter.convert(source, pixelFormat, ColourRange.FULL);
    AVCodecContext context = null;
    AVPacket packet = avcodec.av_packet_alloc();
    try {
      context = open(picture, codecId);
      picture.quality(context.global_quality());
      picture.pts(0);
      Native.check(
          avcodec.avcodec_send_frame(context, picture), Reason.ENCODE_FAILED, "encode still");
      Native.check(
          avcodec.avcodec_receive_packet(context, packet), Reason.ENCODE_FAILED, "encode still");
      byte[] bytes = new byte[packet.size()];
      packet.data().get(bytes);
      return bytes;
    } finally {
      avcodec.av_packet_free(packet);
      if (context != null) {
        avcodec.avcodec_free_context(context);
      }
      avutil.av_frame_free(picture);
    }
  }

  private static AVCodecContext open(AVFrame picture, int codecId) throws MediaFailure {
    AVCodec codec = avcodec.avcodec_find_encoder(codecId);
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    context.width(picture.width());
    context.height(picture.height());
    context.pix_fmt(picture.format());
    context.color_range(picture.color_range());
    context.time_base(Native.rational(1, 1));
    context.thread_count(1);
    context.flags(context.flags() | avcodec.AV_CODEC_FLAG_QSCALE | avcodec.AV_CODEC_FLAG_BITEXACT);
    context.global_quality(avutil.FF_QP2LAMBDA * JPEG_QUALITY_SCALE);
    int code = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
    if (code < 0) {
      avcodec.avcodec_free_context(context);
      Native.check(code, Reason.ENCODE_FAILED, "open still encoder");
    }
    return context;
  }

  @Override
  public void close() {
    converter.close();
  }
}
