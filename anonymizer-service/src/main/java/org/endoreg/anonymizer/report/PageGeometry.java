package org.endoreg.anonymizer.report;

import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * From the coordinates drawing instructions use (origin bottom left, before rotation) to the page
 * as displayed (origin top left, after rotation). Both axes matter: mirrored boxes hide the wrong
 * words.
 */
record PageGeometry(PDRectangle cropBox, int rotation) {

  static PageGeometry of(PDPage page) {
    return new PageGeometry(page.getCropBox(), Math.floorMod(page.getRotation(), 360));
  }

  double displayWidth() {
    return isSideways() ? cropBox.getHeight() : cropBox.getWidth();
  }

  double displayHeight() {
    return isSideways() ? cropBox.getWidth() : cropBox.getHeight();
  }

  double area() {
    return Math.max(1, displayWidth() * displayHeight());
  }

  /** Where a point, given relative to the crop box, is displayed; a box without extent. */
  Box display(double x, double y) {
    double width = cropBox.getWidth();
    double height = cropBox.getHeight();
    return switch (rotation) {
      case 90 -> point(y, x);
      case 180 -> point(width - x, y);
      case 270 -> point(height - y, width - x);
      default -> point(x, height - y);
    };
  }

  private boolean isSideways() {
    return rotation == 90 || rotation == 270;
  }

  private static Box point(double x, double y) {
    return new Box(x, y, x, y);
  }
}
