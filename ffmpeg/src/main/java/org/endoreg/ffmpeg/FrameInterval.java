package org.endoreg.ffmpeg;

/** Frames {@code first} to {@code last}, both included, numbered from zero. */
public record FrameInterval(int first, int last) {
  /** Refuses negative and reversed intervals. */
  public FrameInterval {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("not an interval: " + first + " to " + last);
    }
  }

  /** Whether this frame belongs to the interval. */
  public boolean contains(int frameNumber) {
    return frameNumber >= first && frameNumber <= last;
  }
}
