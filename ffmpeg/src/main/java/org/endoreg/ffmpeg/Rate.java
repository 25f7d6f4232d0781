package org.endoreg.ffmpeg;

/**
 * Frames per second as a fraction, exactly as a container states it; 0/1 when it states none. What
 * a container states may be wrong: the {@link Timeline} decides.
 */
public record Rate(int num, int den) {
  /** The rate of a source that does not state one. */
  public static final Rate UNKNOWN = new Rate(0, 1);

  /** Refuses negative rates and a zero denominator. */
  public Rate {
    if (num < 0 || den <= 0) {
      throw new IllegalArgumentException("not a frame rate: " + num + "/" + den);
    }
  }

  /** The same as a decimal number of frames per second. */
  public double perSecond() {
    return (double) num / den;
  }
}
