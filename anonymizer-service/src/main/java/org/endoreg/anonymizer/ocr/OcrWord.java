package org.endoreg.anonymizer.ocr;

/**
 * A word read from an image. The box is in pixels with the origin at the top left; {@code
 * confidence} runs from 0 to 1 and {@code line} counts the text lines of the image from 0.
 */
public record OcrWord(
    String text, int x, int y, int width, int height, double confidence, int line) {

  /** Leaves the text out: a word read from a report may be a name. */
  @Override
  public String toString() {
    return "OcrWord[" + x + "," + y + " " + width + "x" + height + "]";
  }
}
