package org.endoreg.ffmpeg;

/** How luma values map to brightness: 16 to 235, or all of 0 to 255. */
public enum ColourRange {
  /** Studio range; black is luma 16. Also what an unmarked video means. */
  LIMITED,
  /** Full range; black is luma 0. */
  FULL;

  /** The luma value of black. */
  int black() {
    return this == FULL ? 0 : 16;
  }
}
