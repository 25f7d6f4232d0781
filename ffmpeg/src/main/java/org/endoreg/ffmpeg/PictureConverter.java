package org.endoreg.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.endoreg.ffmpeg.MediaFailure.Reason;

/** Changes pixel format and luma range of native frames; reuses its native context. */
final class PictureConverter implements AutoCloseable {
  private final SwsContext context;

  PictureConverter() {
    Native.load();
    context = swscale.sws_alloc_context();
    context.flags(swscale.SWS_BILINEAR | swscale.SWS_ACCURATE_RND | swscale.SWS_BITEXACT);
    context.threads(1);
  }

  /** A new frame that the caller frees. */
  AVFrame convert(AVFrame source, int pixelFormat, ColourRange range) throws MediaFailure {
    AVFrame target = emptyFrame(source.width(), source.height(), pixelFormat, range);
    try {
      convertInto(source, target);
      return target;
    } catch (MediaFailure e) {
      avutil.av_frame_free(target);
      throw e;
    }
  }

  /** Fills a frame of the same size. */
  void convertInto(AVFrame source, AVFrame target) throws MediaFailure {
    if ((source.flags() & Native.FRAME_IS_INTERLACED) != 0) {
      // the converter would split fields; chroma of whole frames is near enough for what we do
      source.flags(source.flags() & ~Native.FRAME_IS_INTERLACED);
    }
    if (!isRgb(source) && !isRgb(target)) {
      target.colorspace(source.colorspace());
    }
    int code = swscale.sws_scale_frame(context, target, source);
    Native.check(code, Reason.UNSUPPORTED_CODEC, "convert picture");
  }

  static AVFrame emptyFrame(int width, int height, int pixelFormat, ColourRange range)
      throws MediaFailure {
    AVFrame frame = Native.newFrame();
    frame.width(width);
    frame.height(height);
    frame.format(pixelFormat);
    frame.color_range(nativeRange(range));
    if (pixelFormat == avutil.AV_PIX_FMT_BGR24 || pixelFormat == avutil.AV_PIX_FMT_RGB24) {
      frame.colorspace(avutil.AVCOL_SPC_RGB);
    }
    int code = avutil.av_frame_get_buffer(frame, 0);
    if (code < 0) {
      avutil.av_frame_free(frame);
      Native.check(code, Reason.UNSUPPORTED_CODEC, "allocate picture");
    }
    return frame;
  }

  static int nativeRange(ColourRange range) {
    return range == ColourRange.FULL ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG;
  }

  private static boolean isRgb(AVFrame frame) {
    return frame.colorspace() == avutil.AVCOL_SPC_RGB;
  }

  @Override
  public void close() {
    swscale.sws_free_context(context);
  }
}
