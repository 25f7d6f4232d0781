package org.endoreg.ffmpeg;

import java.io.IOException;

/**
 * Looks at source frames, before any masking, in the same decode pass that encodes them, and may
 * blacken what it finds. Called on the encoding thread.
 */
public interface FrameTap {
  /** Looks at nothing. */
  FrameTap NONE =
      new FrameTap() {
        @Override
        public boolean wants(int frameNumber) {
          return false;
        }

        @Override
        public void look(DecodedFrame source, LiveMask mask) {
          throw new IllegalStateException("no frame was asked for");
        }
      };

  /**
   * How many frames stay unencoded behind the one looked at, so that a find can still blacken them.
   * Each held frame costs its decoded size in native memory (3 MB at 1920 × 1080).
   */
  default int framesHeldBack() {
    return 0;
  }

  /** Whether this frame shall be handed to {@link #look}. */
  boolean wants(int frameNumber);

  /** Looks at one frame; it is closed later, so keep only what was computed from it. */
  void look(DecodedFrame source, LiveMask mask) throws IOException, MediaFailure;
}
