package org.endoreg.ffmpeg;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.endoreg.ffmpeg.MediaFailure.Reason;

/**
 * Decoded frames of a channel in presentation order, pulled one at a time. Owns demuxer, decoder
 * and the one frame it hands out.
 */
final class FrameSource implements AutoCloseable {
  private final Demuxer demuxer;
  private final AVCodecContext decoder;
  private final AVFrame frame;
  private boolean drained;
  private boolean closed;

  private FrameSource(Demuxer demuxer, AVCodecContext decoder) {
    this.demuxer = demuxer;
    this.decoder = decoder;
    this.frame = Native.newFrame();
  }

  static FrameSource open(SeekableByteChannel channel, int threads)
      throws IOException, MediaFailure {
    Demuxer demuxer = Demuxer.open(channel);
    try {
      return new FrameSource(demuxer, openDecoder(demuxer, threads));
    } catch (MediaFailure e) {
      demuxer.close();
      throw e;
    }
  }

  private static AVCodecContext openDecoder(Demuxer demuxer, int threads) throws MediaFailure {
    AVCodec codec = avcodec.avcodec_find_decoder(demuxer.parameters().codec_id());
    if (codec == null) {
      throw new MediaFailure(Reason.UNSUPPORTED_CODEC, "no decoder for the video stream");
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    int code = avcodec.avcodec_parameters_to_context(context, demuxer.parameters());
    context.pkt_timebase(demuxer.video().time_base());
    context.thread_count(threads);
    if (code >= 0) {
      code = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
    }
    if (code < 0) {
      avcodec.avcodec_free_context(context);
      Native.check(code, Reason.UNSUPPORTED_CODEC, "open decoder");
    }
    return context;
  }

  /** Decodes the next frame into {@link #frame()}; false at the end. */
  boolean next() throws IOException, MediaFailure {
    avutil.av_frame_unref(frame);
    while (true) {
      int code = avcodec.avcodec_receive_frame(decoder, frame);
      if (code >= 0) {
        return true;
      }
      if (Native.isEnd(code)) {
        return false;
      }
      if (!Native.isAgain(code)) {
        Native.check(code, Reason.UNREADABLE, "decode");
      }
      feed();
    }
  }

  private void feed() throws IOException, MediaFailure {
    AVPacket packet = demuxer.next();
    if (packet == null && drained) {
      throw new MediaFailure(Reason.UNREADABLE, "decoder wants more after the end");
    }
    drained = packet == null;
    int code = avcodec.avcodec_send_packet(decoder, packet);
    // a damaged packet costs its own frame; whether that matters the frame count tells
    if (code != avutil.AVERROR_INVALIDDATA) {
      Native.check(code, Reason.UNREADABLE, "decode");
    }
  }

  /** The current frame; owned by this source and replaced by the next call. */
  AVFrame frame() {
    return frame;
  }

  /** Time stamp of the current frame as the decoder knows it best. */
  long pts() {
    return frame.best_effort_timestamp();
  }

  Demuxer demuxer() {
    return demuxer;
  }

  /** Continues from a keyframe not after this time stamp. */
  void seek(long pts) throws IOException, MediaFailure {
    demuxer.seek(pts);
    // without this, frames from before the seek come out first
    avcodec.avcodec_flush_buffers(decoder);
    drained = false;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    avutil.av_frame_free(frame);
    avcodec.avcodec_free_context(decoder);
    demuxer.close();
  }
}
