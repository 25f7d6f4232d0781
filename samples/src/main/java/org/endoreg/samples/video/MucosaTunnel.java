package org.endoreg.samples.video;

import java.util.Random;
import org.endoreg.ffmpeg.Roi;

/**
 * A picture that moves like a colon seen from inside: a textured tunnel that drifts and turns, dark
 * in the lumen and at the rim, with wet highlights. Geometry is computed once; each frame is a
 * table lookup per pixel.
 */
final class MucosaTunnel {
  private static final int TEXTURE = 256;
  private static final int MASK = TEXTURE - 1;
  private static final int DARKEST = 20;
  private static final int HIGHLIGHTS = 9;

  private final Roi area;
  private final byte[] texture;
  private final short[] depth;
  private final short[] angle;
  private final short[] light;
  private final double[] highlightX = new double[HIGHLIGHTS];
  private final double[] highlightY = new double[HIGHLIGHTS];

  MucosaTunnel(Roi area, long seed) {
    Random random = new Random(seed);
    this.area = area;
    this.texture = texture(random);
    int pixels = area.width() * area.height();
    this.depth = new short[pixels];
    this.angle = new short[pixels];
    this.light = new short[pixels];
    for (int i = 0; i < HIGHLIGHTS; i++) {
      highlightX[i] = 0.15 + 0.7 * random.nextDouble();
      highlightY[i] = 0.15 + 0.7 * random.nextDouble();
    }
    shapeTunnel();
  }

  private void shapeTunnel() {
    double centreX = area.width() * 0.5;
    double centreY = area.height() * 0.5;
    double radius = area.height() * 0.5;
    for (int y = 0, i = 0; y < area.height(); y++) {
      for (int x = 0; x < area.width(); x++, i++) {
        double dx = (x - centreX) / radius;
        double dy = (y - centreY) / radius;
        double distance = Math.hypot(dx, dy) + 1e-3;
        depth[i] = (short) ((int) (90 * Math.log(distance) + 1024) & MASK);
        angle[i] = (short) ((int) ((Math.atan2(dy, dx) / Math.PI + 1) * TEXTURE) & MASK);
        light[i] = (short) light(distance);
      }
    }
  }

  /** Lamp on the wall: dark lumen in the middle, bright ring, vignette towards the corners. */
  private static int light(double distance) {
    double lumen = 1 - Math.exp(-distance * distance * 6);
    double rim = Math.max(0, 1 - Math.pow(distance / 1.75, 4));
    return (int) Math.round(120 * lumen * rim);
  }

  /** Noise of several sizes that repeats without a seam. */
  private static byte[] texture(Random random) {
    double[] sum = new double[TEXTURE * TEXTURE];
    double strength = 14;
    for (int cell = 64; cell >= 4; cell /= 2, strength *= 0.62) {
      addNoise(sum, cell, strength, random);
    }
    byte[] texture = new byte[sum.length];
    for (int i = 0; i < sum.length; i++) {
      texture[i] = (byte) Math.max(-60, Math.min(60, Math.round(sum[i])));
    }
    return texture;
  }

  private static void addNoise(double[] sum, int cell, double strength, Random random) {
    int knots = TEXTURE / cell;
    double[] knot = new double[knots * knots];
    for (int i = 0; i < knot.length; i++) {
      knot[i] = random.nextGaussian() * strength;
    }
    for (int y = 0; y < TEXTURE; y++) {
      double v = smooth((double) (y % cell) / cell);
      int top = y / cell * knots;
      int bottom = (y / cell + 1) % knots * knots;
      for (int x = 0; x < TEXTURE; x++) {
        double u = smooth((double) (x % cell) / cell);
        int left = x / cell;
        int right = (left + 1) % knots;
        double upper = knot[top + left] * (1 - u) + knot[top + right] * u;
        double lower = knot[bottom + left] * (1 - u) + knot[bottom + right] * u;
        sum[y * TEXTURE + x] += upper * (1 - v) + lower * v;
      }
    }
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  /** Paints the picture at this time in seconds onto 4:2:0 planes of a frame this wide. */
  void paint(double seconds, byte[] luma, byte[] blue, byte[] red, int frameWidth) {
    int forward = (int) Math.round(seconds * 22);
    int turn = (int) Math.round(12 * Math.sin(seconds * 0.7));
    for (int y = 0, i = 0; y < area.height(); y++) {
      int target = (area.y() + y) * frameWidth + area.x();
      for (int x = 0; x < area.width(); x++, i++) {
        int grain = texture[(((depth[i] - forward) & MASK) << 8) | ((angle[i] + turn) & MASK)];
        int lit = light[i];
        luma[target++] = (byte) (DARKEST + lit + ((grain * (lit + 24)) >> 7));
      }
    }
    for (int n = 0; n < HIGHLIGHTS; n++) {
      paintHighlight(n, seconds, luma, frameWidth);
    }
    paintColour(luma, blue, red, frameWidth);
  }

  private void paintHighlight(int n, double seconds, byte[] luma, int frameWidth) {
    double size = area.height() * (0.006 + 0.002 * (n % 3));
    double x = area.width() * (highlightX[n] + 0.04 * Math.sin(seconds * (0.6 + 0.1 * n)));
    double y = area.height() * (highlightY[n] + 0.04 * Math.cos(seconds * (0.5 + 0.07 * n)));
    int reach = (int) Math.ceil(size * 3);
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        double glow = 190 * Math.exp(-(dx * dx * 0.5 + dy * dy) / (size * size));
        int target = (area.y() + (int) y + dy) * frameWidth + area.x() + (int) x + dx;
        luma[target] = (byte) Math.min(235, (luma[target] & 0xFF) + (int) glow);
      }
    }
  }

  /** Blood-red in the shade, pinker where it is lit, white in highlights. */
  private void paintColour(byte[] luma, byte[] blue, byte[] red, int frameWidth) {
    int half = frameWidth / 2;
    for (int y = (area.y() + 1) / 2; y < area.bottom() / 2; y++) {
      for (int x = (area.x() + 1) / 2; x < area.right() / 2; x++) {
        int lit = luma[2 * y * frameWidth + 2 * x] & 0xFF;
        int redness = lit > 190 ? Math.max(0, 235 - lit) : Math.min(45, lit - 16);
        blue[y * half + x] = (byte) (128 - redness / 2);
        red[y * half + x] = (byte) (128 + redness);
      }
    }
  }
}
