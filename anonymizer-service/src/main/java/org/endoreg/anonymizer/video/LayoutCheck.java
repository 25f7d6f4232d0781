package org.endoreg.anonymizer.video;

import java.awt.image.BufferedImage;
import java.util.List;
import org.endoreg.ffmpeg.Roi;

/**
 * Tells whether a picture is laid out as a profile says: dark with little text outside the
 * endoscope picture, bright inside it up to its edges. A recording of another processor must never
 * be masked with the wrong profile.
 */
final class LayoutCheck {
  private static final int DARK = 48;
  private static final double MOST_LIT_OUTSIDE = 0.15;
  private static final double LEAST_LIT_INSIDE = 0.30;
  private static final double LEAST_LIT_EDGE = 0.30;
  private static final int STEP = 4;

  private LayoutCheck() {}

  /** True when most of these frames fit; single black frames occur in every recording. */
  static boolean fits(List<BufferedImage> frames, ProcessorProfile profile) {
    long fitting = frames.stream().filter(frame -> fits(frame, profile.picture())).count();
    boolean darkOutside =
        frames.stream().allMatch(frame -> litOutside(frame, profile.picture()) <= MOST_LIT_OUTSIDE);
    return darkOutside && fitting * 2 > frames.size();
  }

  private static boolean fits(BufferedImage frame, Roi picture) {
    Roi leftEdge = edge(picture, picture.x());
    Roi rightEdge = edge(picture, picture.right() - picture.width() / 12);
    return lit(frame, picture) >= LEAST_LIT_INSIDE
        && lit(frame, leftEdge) >= LEAST_LIT_EDGE
        && lit(frame, rightEdge) >= LEAST_LIT_EDGE;
  }

  /** A twelfth of the width at this column, the middle third of the height: corners are cut off. */
  private static Roi edge(Roi picture, int x) {
    return new Roi(
        x, picture.y() + picture.height() / 3, picture.width() / 12, picture.height() / 3);
  }

  private static double lit(BufferedImage frame, Roi region) {
    int lit = 0;
    int seen = 0;
    for (int y = region.y(); y < Math.min(region.bottom(), frame.getHeight()); y += STEP) {
      for (int x = region.x(); x < Math.min(region.right(), frame.getWidth()); x += STEP) {
        seen++;
        lit += isLit(frame.getRGB(x, y)) ? 1 : 0;
      }
    }
    return seen == 0 ? 0 : (double) lit / seen;
  }

  private static double litOutside(BufferedImage frame, Roi picture) {
    int lit = 0;
    int seen = 0;
    for (int y = 0; y < frame.getHeight(); y += STEP) {
      for (int x = 0; x < frame.getWidth(); x += STEP) {
        if (!picture.contains(x, y)) {
          seen++;
          lit += isLit(frame.getRGB(x, y)) ? 1 : 0;
        }
      }
    }
    return seen == 0 ? 0 : (double) lit / seen;
  }

  private static boolean isLit(int rgb) {
    int red = (rgb >> 16) & 0xff;
    int green = (rgb >> 8) & 0xff;
    int blue = rgb & 0xff;
    return Math.max(red, Math.max(green, blue)) > DARK;
  }
}
