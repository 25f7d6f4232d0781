package org.endoreg.ffmpeg;

import java.util.Arrays;

/**
 * Presentation time stamps of every frame, in ticks of the stream's time base, sorted: frame {@code
 * n} is the n-th picture a viewer sees. It is the only mapping between frame numbers and time here;
 * rates are never used for that, because on variable-rate video they lie. Immutable.
 */
public final class Timeline {
  private final TimeBase timeBase;
  private final long[] ticks;
  private final int[] keyframes;
  private final long lastDuration;
  private final boolean repaired;
  private final boolean variable;

  private Timeline(
      TimeBase timeBase, long[] ticks, int[] keyframes, long lastDuration, boolean repaired) {
    this.timeBase = timeBase;
    this.ticks = ticks;
    this.keyframes = keyframes;
    this.lastDuration = lastDuration;
    this.repaired = repaired;
    this.variable = deviatesFromConstantRate(ticks);
  }

  /**
   * A timeline of strictly increasing ticks.
   *
   * @param keyframes ascending frame numbers at which decoding can start
   * @param lastDuration ticks the last frame is shown
   * @param repaired whether the source had no usable time stamps, so that these were made up while
   *     decoding and cannot be found again by seeking
   * @throws IllegalArgumentException when empty or not strictly increasing
   */
  public static Timeline of(
      TimeBase timeBase, long[] ticks, int[] keyframes, long lastDuration, boolean repaired) {
    if (ticks.length == 0 || !strictlyIncreasing(ticks)) {
      throw new IllegalArgumentException("time stamps must exist and increase");
    }
    return new Timeline(
        timeBase, ticks.clone(), keyframes.clone(), Math.max(lastDuration, 1), repaired);
  }

  /** The stream's time base. */
  public TimeBase timeBase() {
    return timeBase;
  }

  /** Number of frames, at least one. */
  public int frameCount() {
    return ticks.length;
  }

  /** Presentation time stamp of this frame (0 to count − 1), in ticks. */
  public long pts(int frameNumber) {
    return ticks[frameNumber];
  }

  /** Ticks this frame is shown before the next one. */
  public long duration(int frameNumber) {
    return frameNumber == ticks.length - 1
        ? lastDuration
        : ticks[frameNumber + 1] - ticks[frameNumber];
  }

  /** Presentation time of this frame in seconds on the stream clock, which may start above zero. */
  public double seconds(int frameNumber) {
    return timeBase.seconds(ticks[frameNumber]);
  }

  /** Seconds from the first frame's start to the last frame's end. */
  public double durationSeconds() {
    return timeBase.seconds(ticks[ticks.length - 1] - ticks[0] + lastDuration);
  }

  /** The frame with exactly this time stamp, or a negative number when there is none. */
  public int frameAtPts(long pts) {
    return Arrays.binarySearch(ticks, pts);
  }

  /** The frame whose time stamp is nearest; a tie goes to the earlier frame. */
  public int nearestFrame(long pts) {
    int found = Arrays.binarySearch(ticks, pts);
    if (found >= 0) {
      return found;
    }
    int after = -found - 1;
    if (after == 0) {
      return 0;
    }
    if (after == ticks.length) {
      return ticks.length - 1;
    }
    return pts - ticks[after - 1] <= ticks[after] - pts ? after - 1 : after;
  }

  /** A copy of all time stamps in ticks. */
  public long[] ptsArray() {
    return ticks.clone();
  }

  /** A copy of the frame numbers of all keyframes, ascending. */
  public int[] keyframes() {
    return keyframes.clone();
  }

  /** Whether frames follow each other in unequal steps, decided from the time stamps alone. */
  public boolean variableRate() {
    return variable;
  }

  /** Whether the source had no usable time stamps and these were made up while decoding. */
  public boolean repaired() {
    return repaired;
  }

  /** Position in the keyframe list of the last keyframe not after this frame, or −1. */
  int keyframeIndexAtOrBefore(int frameNumber) {
    int found = Arrays.binarySearch(keyframes, frameNumber);
    return found >= 0 ? found : -found - 2;
  }

  /** Time stamp of a keyframe by its position in the keyframe list. */
  long keyframePts(int keyframeIndex) {
    return ticks[keyframes[keyframeIndex]];
  }

  private static boolean strictlyIncreasing(long[] ticks) {
    for (int n = 1; n < ticks.length; n++) {
      if (ticks[n] <= ticks[n - 1]) {
        return false;
      }
    }
    return true;
  }

  /** Rounding of a true rate to whole ticks moves a stamp by at most one tick. */
  private static boolean deviatesFromConstantRate(long[] ticks) {
    int last = ticks.length - 1;
    double step = last == 0 ? 0 : (double) (ticks[last] - ticks[0]) / last;
    for (int n = 0; n <= last; n++) {
      if (Math.abs(ticks[n] - ticks[0] - n * step) > 1.01) {
        return true;
      }
    }
    return false;
  }
}
