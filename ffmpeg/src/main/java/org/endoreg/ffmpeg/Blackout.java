package org.endoreg.ffmpeg;

/**
 * A region that is black during an interval: an overlay inside the endoscope picture, or the whole
 * picture while the endoscope is outside the patient.
 */
public record Blackout(FrameInterval frames, Roi area) {
  /** Black everywhere during these frames. */
  public static Blackout wholePicture(FrameInterval frames) {
    return new Blackout(frames, Roi.EVERYWHERE);
  }
}
