package org.endoreg.ffmpeg;

/**
 * A rectangle of pixels, origin at the top left: where the endoscope picture or one overlay field
 * lies. Coordinates follow the processor profiles.
 */
public record Roi(int x, int y, int width, int height) {
  /** Larger than any picture; clamped to a picture it is the whole picture. */
  public static final Roi EVERYWHERE = new Roi(0, 0, 1 << 20, 1 << 20);

  /** Refuses negative corners and empty areas. */
  public Roi {
    if (x < 0 || y < 0 || width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "not a region: " + x + "," + y + "," + width + "," + height);
    }
  }

  /**
   * This region for a picture of another size than the one it was measured on: each coordinate
   * scaled, rounded to nearest and clamped.
   *
   * @throws IllegalArgumentException when nothing of it lies inside the picture
   */
  public Roi scaled(int fromWidth, int fromHeight, int toWidth, int toHeight) {
    int left = scale(x, fromWidth, toWidth);
    int top = scale(y, fromHeight, toHeight);
    int scaledWidth = scale(width, fromWidth, toWidth);
    int scaledHeight = scale(height, fromHeight, toHeight);
    return new Roi(left, top, scaledWidth, scaledHeight).clamped(toWidth, toHeight);
  }

  /**
   * The part of this region inside a picture.
   *
   * @throws IllegalArgumentException when nothing of it lies inside the picture
   */
  public Roi clamped(int pictureWidth, int pictureHeight) {
    if (x >= pictureWidth || y >= pictureHeight) {
      throw new IllegalArgumentException("region begins outside the picture");
    }
    return new Roi(x, y, Math.min(width, pictureWidth - x), Math.min(height, pictureHeight - y));
  }

  /** The column right of the last one inside. */
  public int right() {
    return x + width;
  }

  /** The row below the last one inside. */
  public int bottom() {
    return y + height;
  }

  /** Whether this pixel lies inside. */
  public boolean contains(int column, int row) {
    return column >= x && column < right() && row >= y && row < bottom();
  }

  private static int scale(int value, int from, int to) {
    return (int) Math.round((double) value * to / from);
  }
}
