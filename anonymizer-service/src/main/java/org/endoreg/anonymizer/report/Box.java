package org.endoreg.anonymizer.report;

/**
 * A rectangle on a page as displayed (rotation applied), in points of 1/72 inch with the origin at
 * the top left.
 */
record Box(double left, double top, double right, double bottom) {

  double width() {
    return right - left;
  }

  double height() {
    return bottom - top;
  }

  Box union(Box other) {
    return new Box(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }

  /** More than a third of the smaller box lies in the other. */
  boolean mostlyCovers(Box other) {
    double w = Math.min(right, other.right) - Math.max(left, other.left);
    double h = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    double smaller = Math.min(width() * height(), other.width() * other.height());
    return w > 0 && h > 0 && w * h * 3 > smaller;
  }
}
