package org.endoreg.ffmpeg;

/**
 * Largest video that is accepted, so that hostile or mistaken input cannot take all memory. The
 * picture limits are those of the clinical storage profile.
 *
 * @param maxWidth widest picture in pixels
 * @param maxHeight highest picture in pixels
 * @param maxFrames most frames in one file; eight bytes of heap each
 */
public record VideoLimits(int maxWidth, int maxHeight, int maxFrames) {
  /** 4096 × 2160 pixels and four million frames, about 18 hours at 60 frames per second. */
  public static final VideoLimits CLINICAL = new VideoLimits(4096, 2160, 4_000_000);
}
