package org.endoreg.samples.video;

import org.endoreg.ffmpeg.TimeBase;

/**
 * What kind of video is made.
 *
 * @param layout where picture and texts lie
 * @param width even width in pixels; the layout is scaled to it
 * @param height even height in pixels
 * @param framesPerSecond frames per second at constant rate, a divisor of 12800
 * @param seconds approximate length
 * @param variableRate uneven steps of 1/90000 s instead, 18 frames a second on average
 * @param frameStamp whether the frame number is drawn as sixteen blocks inside the picture
 * @param nameInPicture whether the patient's name also appears inside the endoscope picture, during
 *     the middle third
 * @param soundAndTitle whether an audio track and a title with the patient's name are added
 */
public record VideoSampleOptions(
    ProcessorLayout layout,
    int width,
    int height,
    int framesPerSecond,
    double seconds,
    boolean variableRate,
    boolean frameStamp,
    boolean nameInPicture,
    boolean soundAndTitle) {
  private static final int CONSTANT_TICKS = 12_800;
  private static final int VARIABLE_TICKS = 90_000;
  private static final long[] VARIABLE_GROUP = {0, 3600, 9900, 14_400, 21_600};
  private static final long VARIABLE_GROUP_TICKS = 25_200;

  /** Six seconds of Olympus CV-1500 at 1920 × 1080 and 25 frames a second, with nothing unusual. */
  public static final VideoSampleOptions PLAIN =
      new VideoSampleOptions(
          ProcessorLayout.OLYMPUS_CV_1500, 1920, 1080, 25, 6, false, false, false, false);

  /** Refuses odd sizes and rates that do not divide the clock. */
  public VideoSampleOptions {
    if (width <= 0 || height <= 0 || width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException("width and height must be even");
    }
    if (framesPerSecond <= 0 || CONSTANT_TICKS % framesPerSecond != 0 || seconds <= 0) {
      throw new IllegalArgumentException("rate must divide 12800 and the length be positive");
    }
  }

  /** The same with another layout. */
  public VideoSampleOptions layout(ProcessorLayout other) {
    return new VideoSampleOptions(
        other,
        width,
        height,
        framesPerSecond,
        seconds,
        variableRate,
        frameStamp,
        nameInPicture,
        soundAndTitle);
  }

  /** The same with another picture size. */
  public VideoSampleOptions size(int newWidth, int newHeight) {
    return new VideoSampleOptions(
        layout,
        newWidth,
        newHeight,
        framesPerSecond,
        seconds,
        variableRate,
        frameStamp,
        nameInPicture,
        soundAndTitle);
  }

  /** The same with another rate and length. */
  public VideoSampleOptions lasting(double newSeconds, int newFramesPerSecond) {
    return new VideoSampleOptions(
        layout,
        width,
        height,
        newFramesPerSecond,
        newSeconds,
        variableRate,
        frameStamp,
        nameInPicture,
        soundAndTitle);
  }

  /** The same with uneven steps between frames. */
  public VideoSampleOptions withVariableRate() {
    return new VideoSampleOptions(
        layout,
        width,
        height,
        framesPerSecond,
        seconds,
        true,
        frameStamp,
        nameInPicture,
        soundAndTitle);
  }

  /** The same with a frame number in each picture. */
  public VideoSampleOptions withFrameStamp() {
    return new VideoSampleOptions(
        layout,
        width,
        height,
        framesPerSecond,
        seconds,
        variableRate,
        true,
        nameInPicture,
        soundAndTitle);
  }

  /** The same with the patient's name inside the endoscope picture during the middle third. */
  public VideoSampleOptions withNameInPicture() {
    return new VideoSampleOptions(
        layout,
        width,
        height,
        framesPerSecond,
        seconds,
        variableRate,
        frameStamp,
        true,
        soundAndTitle);
  }

  /** The same with an audio track and a title that names the patient. */
  public VideoSampleOptions withSoundAndTitle() {
    return new VideoSampleOptions(
        layout,
        width,
        height,
        framesPerSecond,
        seconds,
        variableRate,
        frameStamp,
        nameInPicture,
        true);
  }

  /** Number of frames the video will have. */
  public int frameCount() {
    double rate = averageRate();
    return Math.max(1, (int) Math.round(seconds * rate));
  }

  /** Time stamp of a frame in ticks of {@link #timeBase()}. */
  public long pts(int frameNumber) {
    if (!variableRate) {
      return (long) frameNumber * CONSTANT_TICKS / framesPerSecond;
    }
    int inGroup = frameNumber % VARIABLE_GROUP.length;
    long group = frameNumber / VARIABLE_GROUP.length;
    return group * VARIABLE_GROUP_TICKS + VARIABLE_GROUP[inGroup];
  }

  /** The clock of the time stamps. */
  public TimeBase timeBase() {
    return new TimeBase(1, variableRate ? VARIABLE_TICKS : CONSTANT_TICKS);
  }

  /** Frames per second on average. */
  double averageRate() {
    return variableRate
        ? (double) VARIABLE_GROUP.length * VARIABLE_TICKS / VARIABLE_GROUP_TICKS
        : framesPerSecond;
  }
}
