package org.endoreg.samples.video;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.endoreg.ffmpeg.Roi;

/**
 * Draws text as filled glyph outlines. The font comes out of the PDF library, because a server may
 * have no fonts at all and Java's own text drawing fails there.
 */
final class OverlayText {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final double ASCENT = 0.905;
  private static final double DESCENT = 0.212;
  private static final double WIDEST_SHARE = 0.96;
  private static final double TALLEST_PIXELS = 30;

  private final TrueTypeFont font;
  private final double unitsPerEm;

  OverlayText() {
    try (InputStream bytes = OverlayText.class.getResourceAsStream(FONT)) {
      if (bytes == null) {
        throw new IllegalStateException("the PDF library no longer carries " + FONT);
      }
      font = new TTFParser().parse(new RandomAccessReadBuffer(bytes));
      unitsPerEm = font.getUnitsPerEm();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Brightness of the text in its box, row after row, 0 to 255; as large as the box allows.
   *
   * @param scale size of the output relative to the measured layout
   */
  byte[] coverage(String text, Roi box, double scale) {
    BufferedImage image =
        new BufferedImage(box.width(), box.height(), BufferedImage.TYPE_BYTE_GRAY);
    Path2D outline = outline(text);
    double size = Math.min(box.height() / (ASCENT + DESCENT), TALLEST_PIXELS * scale);
    size = Math.min(size, box.width() * WIDEST_SHARE / outline.getBounds2D().getMaxX());
    double baseline = (box.height() + (ASCENT - DESCENT) * size) / 2;
    AffineTransform place = AffineTransform.getTranslateInstance(size * 0.1, baseline);
    place.scale(size, -size);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(java.awt.Color.WHITE);
    graphics.fill(place.createTransformedShape(outline));
    graphics.dispose();
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }

  /** The text's outline with its baseline at zero, in units of the font size. */
  private Path2D outline(String text) {
    Path2D line = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double x = 0;
    try {
      for (int i = 0; i < text.length(); i++) {
        int glyph = font.getUnicodeCmapLookup().getGlyphId(text.charAt(i));
        GeneralPath shape =
            font.getGlyph().getGlyph(glyph) == null
                ? new GeneralPath()
                : font.getGlyph().getGlyph(glyph).getPath();
        AffineTransform place = AffineTransform.getScaleInstance(1 / unitsPerEm, 1 / unitsPerEm);
        place.preConcatenate(AffineTransform.getTranslateInstance(x, 0));
        line.append(shape.getPathIterator(place), false);
        x += font.getAdvanceWidth(glyph) / unitsPerEm;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line;
  }
}
