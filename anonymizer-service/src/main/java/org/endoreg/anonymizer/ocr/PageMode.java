package org.endoreg.anonymizer.ocr;

/**
 * How text is expected to lie in the image; the numbers are Tesseract's page segmentation modes.
 */
public enum PageMode {
  /** A whole page; columns and blocks are found automatically. */
  PAGE(3),
  /** One block of lines of equal size. */
  BLOCK(6),
  /** A strip with a single line, as in a processor overlay. */
  SINGLE_LINE(7),
  /** Words anywhere on a picture, in no order. */
  SPARSE(11);

  private final int segmentation;

  PageMode(int segmentation) {
    this.segmentation = segmentation;
  }

  int segmentation() {
    return segmentation;
  }
}
