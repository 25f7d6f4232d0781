package org.endoreg.ffmpeg;

/**
 * Length of one tick of a stream clock, in seconds, as a fraction. MP4 tracks have a numerator of
 * one, other containers may not.
 */
public record TimeBase(int num, int den) {
  /** Refuses fractions that are not positive. */
  public TimeBase {
    if (num <= 0 || den <= 0) {
      throw new IllegalArgumentException("time base must be positive: " + num + "/" + den);
    }
  }

  /** The seconds that so many ticks last. */
  public double seconds(long ticks) {
    return (double) ticks * num / den;
  }

  /** The nearest whole number of ticks in this time, at least zero for times not below zero. */
  public long ticks(double seconds) {
    return Math.round(seconds * den / num);
  }
}
