package org.endoreg.ffmpeg;

/**
 * How {@link VideoWriter} encodes pictures made in Java.
 *
 * @param width even width in pixels
 * @param height even height in pixels
 * @param timeBase clock of the time stamps
 * @param rate frames per second, for rate control only
 * @param codec video codec
 * @param container FFmpeg's name of the container: {@code mp4}, {@code matroska}, {@code avi}
 * @param range luma range of the video
 * @param bitRate target in bits per second
 * @param gop frames from one keyframe to the next
 * @param bFrames most B-frames in a row; only MPEG-4 part 2 has them
 * @param threads encoder threads; only one gives the same bytes each time
 * @param expectedFrames exact number of frames if known, so that an MP4 index can lie in front;
 *     else 0
 * @param title metadata title, or the empty text for none
 * @param tone whether an audio track with a soft tone is added
 */
public record WriterSettings(
    int width,
    int height,
    TimeBase timeBase,
    double rate,
    VideoCodec codec,
    String container,
    ColourRange range,
    long bitRate,
    int gop,
    int bFrames,
    int threads,
    int expectedFrames,
    String title,
    boolean tone) {

  /** H.264 in MP4, studio range, one thread, a keyframe every 60 frames, no audio, no title. */
  public static WriterSettings h264(int width, int height, TimeBase timeBase, double rate) {
    long bitRate = Math.max(500_000, Math.round(width * height * rate * 0.2));
    return new WriterSettings(
        width,
        height,
        timeBase,
        rate,
        VideoCodec.H264,
        "mp4",
        ColourRange.LIMITED,
        bitRate,
        60,
        0,
        1,
        0,
        "",
        false);
  }

  /** The same with another codec and container and so many B-frames. */
  public WriterSettings as(VideoCodec other, String otherContainer, int otherBFrames) {
    return new WriterSettings(
        width,
        height,
        timeBase,
        rate,
        other,
        otherContainer,
        range,
        bitRate,
        gop,
        otherBFrames,
        threads,
        expectedFrames,
        title,
        tone);
  }

  /** The same for a known number of frames. */
  public WriterSettings frames(int count) {
    return new WriterSettings(
        width, height, timeBase, rate, codec, container, range, bitRate, gop, bFrames, threads,
        count, title, tone);
  }

  /** The same with another luma range. */
  public WriterSettings in(ColourRange other) {
    return new WriterSettings(
        width,
        height,
        timeBase,
        rate,
        codec,
        container,
        other,
        bitRate,
        gop,
        bFrames,
        threads,
        expectedFrames,
        title,
        tone);
  }

  /** The same with another distance of keyframes. */
  public WriterSettings keyframeEvery(int frames) {
    return new WriterSettings(
        width,
        height,
        timeBase,
        rate,
        codec,
        container,
        range,
        bitRate,
        frames,
        bFrames,
        threads,
        expectedFrames,
        title,
        tone);
  }

  /** The same with another target bit rate. */
  public WriterSettings at(long bitsPerSecond) {
    return new WriterSettings(
        width,
        height,
        timeBase,
        rate,
        codec,
        container,
        range,
        bitsPerSecond,
        gop,
        bFrames,
        threads,
        expectedFrames,
        title,
        tone);
  }

  /** The same with a metadata title and an audio track: what anonymization has to remove. */
  public WriterSettings withTitleAndTone(String newTitle) {
    return new WriterSettings(
        width,
        height,
        timeBase,
        rate,
        codec,
        container,
        range,
        bitRate,
        gop,
        bFrames,
        threads,
        expectedFrames,
        newTitle,
        true);
  }
}
