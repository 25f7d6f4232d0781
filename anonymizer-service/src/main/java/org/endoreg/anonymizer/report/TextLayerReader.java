package org.endoreg.anonymizer.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;

/**
 * Reads a page's text layer glyph by glyph, hidden text included, and notes what speaks for reading
 * the pixels too: images, drawn letters, glyphs without a character.
 */
final class TextLayerReader extends PDFTextStripper {
  // Descenders and accented capitals of common fonts, in parts of the font size.
  private static final double BELOW_BASELINE = 0.28;
  private static final double ABOVE_BASELINE = 0.95;
  // A ruled form has some hundred line segments; letters drawn as outlines have thousands.
  private static final int MANY_CURVES = 600;

  private final Deadline deadline;
  private PageLayer.Builder layer = new PageLayer.Builder();
  private PageGeometry geometry;
  private double imageArea;
  private int curves;
  private int glyphCount;
  private int unmappedGlyphs;
  private boolean drawnFonts;
  private double smallestFont;

  TextLayerReader(Deadline deadline) {
    this.deadline = deadline;
    this.geometry = new PageGeometry(PDRectangle.A4, 0);
    setSortByPosition(true);
    setSuppressDuplicateOverlappingText(false);
  }

  /** What one page's drawing instructions say. */
  record Reading(
      PageLayer layer, double imageShare, boolean untrustworthy, double smallestFontPoints) {}

  Reading read(PDDocument document, int pageIndex) throws IOException {
    PDPage page = document.getPage(pageIndex);
    layer = new PageLayer.Builder();
    geometry = PageGeometry.of(page);
    imageArea = 0;
    curves = 0;
    glyphCount = 0;
    unmappedGlyphs = 0;
    drawnFonts = false;
    smallestFont = Double.MAX_VALUE;
    setStartPage(pageIndex + 1);
    setEndPage(pageIndex + 1);
    writeText(document, Writer.nullWriter());
    boolean untrustworthy = drawnFonts || curves > MANY_CURVES || unmappedGlyphs * 10 > glyphCount;
    return new Reading(layer.build(), imageArea / geometry.area(), untrustworthy, smallestFont);
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    deadline.check();
    switch (operator.getName()) {
      case OperatorName.DRAW_OBJECT -> noteImage(operands);
      case OperatorName.BEGIN_INLINE_IMAGE -> imageArea += area();
      case OperatorName.CURVE_TO,
          OperatorName.CURVE_TO_REPLICATE_FINAL_POINT,
          OperatorName.CURVE_TO_REPLICATE_INITIAL_POINT ->
          curves++;
      default -> {
        // All other operators matter to the text extraction only.
      }
    }
    super.processOperator(operator, operands);
  }

  @Override
  protected void processTextPosition(TextPosition position) {
    glyphCount++;
    String unicode = position.getUnicode();
    if (unicode == null || unicode.isEmpty() || unicode.charAt(0) == '\ufffd') {
      unmappedGlyphs++;
    }
    drawnFonts |= position.getFont() instanceof PDType3Font;
    smallestFont = Math.min(smallestFont, Math.abs(position.getFontSizeInPt()));
    super.processTextPosition(position);
  }

  @Override
  protected void writeString(String text, List<TextPosition> positions) {
    for (TextPosition position : positions) {
      String unicode = position.getUnicode();
      if (unicode == null || unicode.isBlank()) {
        layer.newWord();
      } else {
        layer.add(unicode, box(position));
      }
    }
  }

  @Override
  protected void writeWordSeparator() {
    layer.newWord();
  }

  @Override
  protected void writeLineSeparator() {
    layer.newLine();
  }

  @Override
  protected void writeParagraphEnd() {
    layer.newLine();
  }

  private Box box(TextPosition position) {
    Matrix matrix = position.getTextMatrix();
    double x = matrix.getTranslateX();
    double y = matrix.getTranslateY();
    double upX = matrix.getShearX();
    double upY = matrix.getScaleY();
    double endX = position.getEndX();
    double endY = position.getEndY();
    return geometry
        .display(x - upX * BELOW_BASELINE, y - upY * BELOW_BASELINE)
        .union(geometry.display(x + upX * ABOVE_BASELINE, y + upY * ABOVE_BASELINE))
        .union(geometry.display(endX - upX * BELOW_BASELINE, endY - upY * BELOW_BASELINE))
        .union(geometry.display(endX + upX * ABOVE_BASELINE, endY + upY * ABOVE_BASELINE));
  }

  private void noteImage(List<COSBase> operands) {
    boolean named = !operands.isEmpty() && operands.get(0) instanceof COSName;
    if (!named || getResources() == null) {
      return;
    }
    try {
      if (getResources().getXObject((COSName) operands.get(0)) instanceof PDImageXObject) {
        imageArea += area();
      }
    } catch (IOException e) {
      // An unreadable image may show anything, so it counts as covering the page.
      imageArea += geometry.area();
    }
  }

  /** The unit square under the current matrix is where an image is drawn. */
  private double area() {
    Matrix matrix = getGraphicsState().getCurrentTransformationMatrix();
    return Math.abs(
        matrix.getScaleX() * matrix.getScaleY() - matrix.getShearX() * matrix.getShearY());
  }
}
