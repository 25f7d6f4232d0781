package org.endoreg.ffmpeg;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.endoreg.ffmpeg.MediaFailure.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Writes pictures made in Java as a video with time stamps of the caller's choice. Serves samples
 * and tests; with one thread the same pictures give the same bytes. The file is complete only after
 * {@link #finish()}; the channel stays the caller's to close.
 */
public final class VideoWriter implements AutoCloseable {
  private final WriterSettings settings;
  private final PictureEncoder encoder;
  private final Muxer muxer;
  private final AVStream stream;
  private final @Nullable ToneTrack tone;
  private final PictureConverter converter = new PictureConverter();
  private final AVFrame picture;
  private int frames;
  private long pendingPts = Native.NO_PTS;
  private long lastStep = 1;

  /** Opens the channel for a video with these settings. */
  public VideoWriter(SeekableByteChannel channel, WriterSettings settings)
      throws IOException, MediaFailure {
    this.settings = settings;
    this.encoder = new PictureEncoder(format(settings), null);
    this.picture =
        PictureConverter.emptyFrame(
            settings.width(), settings.height(), avutil.AV_PIX_FMT_YUV420P, settings.range());
    this.muxer = new Muxer(channel, settings.container());
    if (!settings.title().isEmpty()) {
      muxer.title(settings.title());
    }
    this.stream = muxer.addStream(encoder.context());
    this.tone = settings.tone() ? new ToneTrack(muxer) : null;
    muxer.writeHeader(
        settings.container().equals("mp4")
            ? Muxer.mp4Options(settings.timeBase(), indexedFrames(settings))
            : Map.of());
  }

  /** Frames the index has to describe, audio included; 0 when unknown. */
  private static int indexedFrames(WriterSettings settings) {
    int pictures = settings.expectedFrames();
    boolean sounding = settings.tone() && pictures > 0;
    return sounding ? pictures + ToneTrack.framesIn(pictures / settings.rate()) : pictures;
  }

  private static PictureEncoder.Format format(WriterSettings settings) {
    boolean forced = settings.codec() == VideoCodec.H264;
    return new PictureEncoder.Format(
        settings.codec(),
        settings.width(),
        settings.height(),
        settings.timeBase(),
        settings.rate(),
        settings.range(),
        settings.bitRate(),
        forced ? PictureEncoder.ONLY_FORCED_KEYFRAMES : settings.gop(),
        settings.bFrames(),
        settings.threads());
  }

  /**
   * Encodes an image of type TYPE_3BYTE_BGR.
   *
   * @param pts time stamp in ticks, larger than the one before
   */
  public void write(BufferedImage image, long pts) throws IOException, MediaFailure {
    AVFrame bgr =
        PictureConverter.emptyFrame(
            settings.width(), settings.height(), avutil.AV_PIX_FMT_BGR24, ColourRange.FULL);
    try {
      byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
      putRows(bgr, 0, pixels, settings.width() * 3, settings.height());
      makeWritable();
      converter.convertInto(bgr, picture);
    } finally {
      avutil.av_frame_free(bgr);
    }
    encode(pts);
  }

  /**
   * Encodes raw 4:2:0 planes without gaps: luma of width × height, both chroma planes of half the
   * width and height.
   *
   * @param pts time stamp in ticks, larger than the one before
   */
  public void write(byte[] luma, byte[] blue, byte[] red, long pts)
      throws IOException, MediaFailure {
    makeWritable();
    putRows(picture, 0, luma, settings.width(), settings.height());
    putRows(picture, 1, blue, settings.width() / 2, settings.height() / 2);
    putRows(picture, 2, red, settings.width() / 2, settings.height() / 2);
    encode(pts);
  }

  private void makeWritable() throws MediaFailure {
    Native.check(avutil.av_frame_make_writable(picture), Reason.ENCODE_FAILED, "reuse picture");
  }

  private static void putRows(AVFrame frame, int plane, byte[] bytes, int rowBytes, int rows) {
    for (int row = 0; row < rows; row++) {
      frame
          .data(plane)
          .position((long) row * frame.linesize(plane))
          .put(bytes, row * rowBytes, rowBytes);
    }
  }

  private void encode(long pts) throws IOException, MediaFailure {
    if (pendingPts != Native.NO_PTS) {
      lastStep = pts - pendingPts;
    } else {
      lastStep = Math.max(1, settings.timeBase().ticks(1 / settings.rate()));
    }
    pendingPts = pts;
    if (tone != null) {
      tone.playUntil(settings.timeBase().seconds(pts));
    }
    encoder.encode(picture, pts, lastStep, frames % settings.gop() == 0, this::write);
    frames++;
  }

  private void write(AVPacket packet) throws IOException, MediaFailure {
    if (packet.duration() <= 0) {
      // a last packet without duration would be lost on reading
      packet.duration(lastStep);
    }
    muxer.write(packet, encoder.context(), stream);
  }

  /** Writes what is left and the index. */
  public void finish() throws IOException, MediaFailure {
    encoder.finish(this::write);
    if (tone != null) {
      tone.playUntil(settings.timeBase().seconds(pendingPts + lastStep));
      tone.finish();
    }
    muxer.finish();
  }

  @Override
  public void close() {
    if (tone != null) {
      tone.close();
    }
    avutil.av_frame_free(picture);
    encoder.close();
    muxer.close();
    converter.close();
  }
}
