package org.endoreg.ffmpeg;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;
import org.endoreg.ffmpeg.MediaFailure.Reason;
import org.jspecify.annotations.Nullable;

/** An AAC track with a soft tone, so that samples have a voice channel to be removed. */
final class ToneTrack implements AutoCloseable {
  private static final int SAMPLES_PER_SECOND = 48_000;
  private static final int SAMPLES_PER_FRAME = 1024;
  private static final double TONE_HERTZ = 440;
  private static final double LOUDNESS = 0.1;

  private final AVCodecContext encoder;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame frame = Native.newFrame();
  private final Muxer muxer;
  private final AVStream stream;
  private long samples;

  ToneTrack(Muxer muxer) throws MediaFailure {
    this.muxer = muxer;
    AVCodec codec = avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_AAC);
    encoder = avcodec.avcodec_alloc_context3(codec);
    encoder.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP);
    encoder.sample_rate(SAMPLES_PER_SECOND);
    encoder.bit_rate(64_000);
    encoder.time_base(Native.rational(1, SAMPLES_PER_SECOND));
    encoder.flags(
        encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER | avcodec.AV_CODEC_FLAG_BITEXACT);
    avutil.av_channel_layout_default(encoder.ch_layout(), 1);
    Native.check(
        avcodec.avcodec_open2(encoder, codec, (AVDictionary) null),
        Reason.ENCODE_FAILED,
        "open audio encoder");
    stream = muxer.addStream(encoder);
    frame.format(avutil.AV_SAMPLE_FMT_FLTP);
    frame.nb_samples(SAMPLES_PER_FRAME);
    frame.sample_rate(SAMPLES_PER_SECOND);
    avutil.av_channel_layout_default(frame.ch_layout(), 1);
    Native.check(
        avutil.av_frame_get_buffer(frame, 0), Reason.ENCODE_FAILED, "allocate audio frame");
  }

  /** Most audio frames that so many seconds need, with some to spare for priming. */
  static int framesIn(double seconds) {
    return (int) Math.ceil(seconds * SAMPLES_PER_SECOND / SAMPLES_PER_FRAME) + 8;
  }

  /** Writes the tone up to this time in seconds. */
  void playUntil(double seconds) throws IOException, MediaFailure {
    while (samples < seconds * SAMPLES_PER_SECOND) {
      Native.check(avutil.av_frame_make_writable(frame), Reason.ENCODE_FAILED, "reuse audio frame");
      FloatPointer wave = new FloatPointer(frame.data(0));
      for (int i = 0; i < SAMPLES_PER_FRAME; i++) {
        double phase = 2 * Math.PI * TONE_HERTZ * (samples + i) / SAMPLES_PER_SECOND;
        wave.put(i, (float) (LOUDNESS * Math.sin(phase)));
      }
      frame.pts(samples);
      samples += SAMPLES_PER_FRAME;
      send(frame);
    }
  }

  void finish() throws IOException, MediaFailure {
    send(null);
  }

  private void send(@Nullable AVFrame next) throws IOException, MediaFailure {
    Native.check(avcodec.avcodec_send_frame(encoder, next), Reason.ENCODE_FAILED, "encode audio");
    while (true) {
      int code = avcodec.avcodec_receive_packet(encoder, packet);
      if (Native.isAgain(code) || Native.isEnd(code)) {
        return;
      }
      Native.check(code, Reason.ENCODE_FAILED, "encode audio");
      muxer.write(packet, encoder, stream);
    }
  }

  @Override
  public void close() {
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(encoder);
  }
}
