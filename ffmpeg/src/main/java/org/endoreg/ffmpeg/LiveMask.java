package org.endoreg.ffmpeg;

/** Lets a {@link FrameTap} take away more of the picture while the video is being encoded. */
@FunctionalInterface
public interface LiveMask {
  /**
   * Blackens a region from now on, including frames still held back.
   *
   * @throws IllegalStateException when the interval begins with a frame that is already encoded:
   *     what has been seen cannot be unseen, so the whole run must fail
   */
  void blacken(Blackout blackout);
}
