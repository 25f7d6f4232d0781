package org.endoreg.anonymizer.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/**
 * The new document: one image per page with the boxes painted into its pixels, and the anonymized
 * text as an invisible layer, so that copying yields surrogates. Nothing of the source object
 * structure is carried over, hence there is nothing to clean.
 */
final class RedactedDocument implements AutoCloseable {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final String PRODUCER = "EndoReg Hub";
  // Three pixels hide the anti-aliased rim of glyphs (specified padding).
  private static final int PADDING_PIXELS = 3;
  // Specified as at least 85; 0.88 leaves a margin for other encoders' scales.
  private static final float JPEG_QUALITY = 0.88f;
  // Flat pages pack better without loss; photographs and scanner noise do not.
  private static final int FLAT_PAGE_SHADES = 64;
  private static final float TEXT_HEIGHT = 0.75f;

  private final PDDocument document;
  private final PDFont font;

  RedactedDocument() throws IOException {
    this.document = new PDDocument(MemoryUsageSetting.setupMainMemoryOnly().streamCache);
    this.font = font(document);
  }

  /** A line of anonymized text and where its original stood. */
  record TextLine(String text, Box box) {}

  void addPage(
      BufferedImage rendered,
      double widthPoints,
      double heightPoints,
      List<Box> covered,
      List<TextLine> lines)
      throws IOException {
    cover(rendered, rendered.getWidth() / widthPoints, covered);
    PDPage page = new PDPage(new PDRectangle((float) widthPoints, (float) heightPoints));
    document.addPage(page);
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      content.drawImage(image(rendered), 0, 0, (float) widthPoints, (float) heightPoints);
      content.beginText();
      content.setRenderingMode(RenderingMode.NEITHER);
      for (TextLine line : lines) {
        writeLine(content, line, heightPoints);
      }
      content.endText();
    }
  }

  /** The finished file; the same pages give the same bytes. */
  byte[] bytes(long documentId) throws IOException {
    PDDocumentInformation information = new PDDocumentInformation();
    information.setProducer(PRODUCER);
    Calendar fixed = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    fixed.setTimeInMillis(0);
    information.setCreationDate(fixed);
    information.setModificationDate(fixed);
    document.setDocumentInformation(information);
    document.setDocumentId(documentId);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    document.close();
  }

  private static void cover(BufferedImage image, double scale, List<Box> covered) {
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.BLACK);
    for (Box box : covered) {
      int left = (int) Math.floor(box.left() * scale) - PADDING_PIXELS;
      int top = (int) Math.floor(box.top() * scale) - PADDING_PIXELS;
      int right = (int) Math.ceil(box.right() * scale) + PADDING_PIXELS;
      int bottom = (int) Math.ceil(box.bottom() * scale) + PADDING_PIXELS;
      graphics.fillRect(left, top, right - left, bottom - top);
    }
    graphics.dispose();
  }

  private PDImageXObject image(BufferedImage rendered) throws IOException {
    return isFlat(rendered)
        ? LosslessFactory.createFromImage(document, rendered)
        : JPEGFactory.createFromImage(document, rendered, JPEG_QUALITY);
  }

  /** Samples the page: printed text has black, white and a few edge shades. */
  private static boolean isFlat(BufferedImage image) {
    int plain = 0;
    int samples = 0;
    for (int y = 0; y < image.getHeight(); y += 7) {
      for (int x = 0; x < image.getWidth(); x += 7) {
        int shade = image.getRGB(x, y) & 0xff;
        plain += shade < FLAT_PAGE_SHADES / 8 || shade > 255 - FLAT_PAGE_SHADES / 8 ? 1 : 0;
        samples++;
      }
    }
    return plain * 10L > samples * 9L;
  }

  private void writeLine(PDPageContentStream content, TextLine line, double pageHeight)
      throws IOException {
    String text = encodable(line.text().strip());
    float size = (float) Math.max(1, line.box().height() * TEXT_HEIGHT);
    float natural = text.isEmpty() ? 0 : font.getStringWidth(text) / 1000 * size;
    if (natural <= 0) {
      return;
    }
    content.setFont(font, size);
    content.setHorizontalScaling((float) Math.max(1, line.box().width() / natural * 100));
    content.setTextMatrix(
        Matrix.getTranslateInstance(
            (float) line.box().left(),
            (float) (pageHeight - line.box().bottom() + line.box().height() * 0.2)));
    content.showText(text);
  }

  /** Characters the font lacks would end the run; they matter little in a hidden layer. */
  private String encodable(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              String character = Character.toString(c);
              kept.append(canEncode(character) ? character : "?");
            });
    return kept.toString();
  }

  private boolean canEncode(String character) {
    try {
      return font.encode(character).length > 0;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static PDFont font(PDDocument document) throws IOException {
    try (InputStream stream = PDDocument.class.getResourceAsStream(FONT)) {
      if (stream == null) {
        throw new IOException("The PDF library no longer brings its Liberation font");
      }
      return PDType0Font.load(document, stream);
    }
  }
}
