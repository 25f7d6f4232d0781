package org.endoreg.ffmpeg;

import java.util.List;

/**
 * What may be seen. Everything outside {@code visible} is black on every frame; the blackouts take
 * away more. The visible region is shrunk to even coordinates, at most one pixel on each side.
 */
public record MaskPlan(Roi visible, List<Blackout> blackouts) {
  /** Keeps its own copy of the list. */
  public MaskPlan {
    blackouts = List.copyOf(blackouts);
  }

  /** Only the endoscope picture is visible, on every frame. */
  public static MaskPlan showing(Roi visible) {
    return new MaskPlan(visible, List.of());
  }
}
