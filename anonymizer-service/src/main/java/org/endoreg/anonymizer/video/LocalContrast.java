package org.endoreg.anonymizer.video;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * Turns a picture into black lettering on white paper: black is what differs from its surroundings.
 * On ten generated pictures text recognition found the name ten times in this form and never in the
 * grey picture itself, where mucosa drowns it.
 */
final class LocalContrast {
  private static final int RADIUS = 7;
  private static final int LEAST_DIFFERENCE = 25;
  private static final byte WHITE = (byte) 255;

  private final int width;
  private final int height;
  private final byte[] gray;
  private final int[] sums;

  private LocalContrast(BufferedImage gray) {
    this.width = gray.getWidth();
    this.height = gray.getHeight();
    this.gray = pixels(gray);
    this.sums = sums();
  }

  /** The picture enlarged by {@code scale}, ready to be looked at for lettering. */
  static LocalContrast of(BufferedImage picture, int scale) {
    int width = picture.getWidth() * scale;
    int height = picture.getHeight() * scale;
    BufferedImage gray = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = gray.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return new LocalContrast(gray);
  }

  /** Letters brighter than what is around them. */
  BufferedImage brightLettering() {
    return lettering(1);
  }

  /** Letters darker than what is around them. */
  BufferedImage darkLettering() {
    return lettering(-1);
  }

  private BufferedImage lettering(int sign) {
    BufferedImage paper = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    byte[] printed = pixels(paper);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int difference = (gray[y * width + x] & 0xFF) - mean(x, y);
        printed[y * width + x] = sign * difference > LEAST_DIFFERENCE ? 0 : WHITE;
      }
    }
    return paper;
  }

  private int mean(int x, int y) {
    int left = Math.max(0, x - RADIUS);
    int top = Math.max(0, y - RADIUS);
    int right = Math.min(width, x + RADIUS + 1);
    int bottom = Math.min(height, y + RADIUS + 1);
    int row = width + 1;
    int sum =
        sums[bottom * row + right]
            - sums[top * row + right]
            - sums[bottom * row + left]
            + sums[top * row + left];
    return sum / ((right - left) * (bottom - top));
  }

  /** Sum of all pixels above and left, so that the mean of any box costs four look-ups. */
  private int[] sums() {
    int row = width + 1;
    int[] total = new int[row * (height + 1)];
    for (int y = 0; y < height; y++) {
      int line = 0;
      for (int x = 0; x < width; x++) {
        line += gray[y * width + x] & 0xFF;
        total[(y + 1) * row + x + 1] = total[y * row + x + 1] + line;
      }
    }
    return total;
  }

  private static byte[] pixels(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }
}
