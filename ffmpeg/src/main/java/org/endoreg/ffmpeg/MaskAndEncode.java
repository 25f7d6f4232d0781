package org.endoreg.ffmpeg;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/**
 * Makes the anonymized video in one decode pass: each source frame's visible region is copied onto
 * a black picture, encoded as H.264 and written to an MP4 with nothing else in it. No audio,
 * subtitle, attachment, chapter, metadata or creation time is carried over; number and time stamps
 * of frames are exactly the source's. Stateless; each run uses the calling thread.
 */
public final class MaskAndEncode {
  private final EncodeSettings settings;

  /** Encodes with these settings. */
  public MaskAndEncode(EncodeSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs from the first frame to the last. The target is written in order from its start and its
   * head once more at the end, so the index lies in front. After any exception the target's content
   * is worthless. Both channels stay open.
   *
   * @param facts what {@link VideoProbe} said about the same bytes
   * @throws MediaFailure with {@code UNREADABLE} when not every frame on the timeline could be
   *     decoded, with {@code ENCODE_FAILED} when not every frame came out again, with {@code
   *     CANCELLED} when the watch asked for it
   * @throws IOException when a channel or the tap fails
   */
  public EncodedVideo run(
      SeekableByteChannel source,
      VideoFacts facts,
      SeekableByteChannel target,
      MaskPlan plan,
      FrameTap tap,
      EncodeWatch watch)
      throws IOException, MediaFailure {
    Timeline timeline = facts.timeline();
    // 4:2:0 pictures have even sides; an odd last row or column is dropped
    int width = facts.width() & ~1;
    int height = facts.height() & ~1;
    ColourRange range = settings.fullRange() ? ColourRange.FULL : facts.range();
    try (FrameSource frames = FrameSource.open(source, settings.decoderThreads());
        BlackCanvas canvas = new BlackCanvas(width, height, range, plan.visible());
        PictureEncoder encoder =
            new PictureEncoder(
                format(width, height, range, facts, canvas.visible()),
                frames.demuxer().parameters());
        Muxer muxer = new Muxer(target, "mp4");
        MaskingRun run =
            new MaskingRun(
                timeline,
                timeline.timeBase().ticks(settings.keyframeSeconds()),
                frames,
                canvas,
                encoder,
                muxer,
                plan.blackouts(),
                tap,
                watch)) {
      run.toTheEnd();
      return new EncodedVideo(
          timeline.frameCount(),
          width,
          height,
          range,
          canvas.visible(),
          VideoCodec.H264.encoder(),
          settings.bitRate(canvas.visible(), facts.measuredRate()));
    }
  }

  private PictureEncoder.Format format(
      int width, int height, ColourRange range, VideoFacts facts, Roi visible) {
    return new PictureEncoder.Format(
        VideoCodec.H264,
        width,
        height,
        facts.timeline().timeBase(),
        facts.measuredRate(),
        range,
        settings.bitRate(visible, facts.measuredRate()),
        PictureEncoder.ONLY_FORCED_KEYFRAMES,
        0,
        settings.encoderThreads());
  }
}
