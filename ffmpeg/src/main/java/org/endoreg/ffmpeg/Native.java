package org.endoreg.ffmpeg;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.endoreg.ffmpeg.MediaFailure.Reason;

/** Return codes, constants the bindings lack, and silence: FFmpeg logs file names and metadata. */
final class Native {
  /** Not bound by the presets: {@code AV_FRAME_FLAG_INTERLACED}. */
  static final int FRAME_IS_INTERLACED = 1 << 3;

  static final long NO_PTS = avutil.AV_NOPTS_VALUE;

  private static final int LONGEST_ERROR_TEXT = 128;

  static {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
  }

  private Native() {}

  /** Loads the libraries and silences them before anything else is called. */
  static void load() {
    // the static initializer has done the work
  }

  static int check(int code, Reason reason, String step) throws MediaFailure {
    if (code < 0) {
      throw new MediaFailure(reason, step + ": " + errorText(code));
    }
    return code;
  }

  static boolean isAgain(int code) {
    return code == avutil.AVERROR_EAGAIN();
  }

  static boolean isEnd(int code) {
    return code == avutil.AVERROR_EOF;
  }

  static AVRational rational(int num, int den) {
    return avutil.av_make_q(num, den);
  }

  static AVFrame newFrame() {
    AVFrame frame = avutil.av_frame_alloc();
    if (frame == null) {
      throw new OutOfMemoryError("native memory for a frame");
    }
    return frame;
  }

  static String textOr(BytePointer text, String otherwise) {
    return text == null || text.isNull() ? otherwise : text.getString(StandardCharsets.UTF_8);
  }

  private static String errorText(int code) {
    byte[] text = new byte[LONGEST_ERROR_TEXT];
    avutil.av_strerror(code, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }
}
