package org.endoreg.samples.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.util.Matrix;

/** Puts lines on A4 pages and, for scans, turns a page into a noisy, slightly askew image. */
final class PageSheet {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final float FONT_SIZE = 10.5f;
  private static final float LEADING = 16;
  private static final float MARGIN = 56;
  // 200 dpi is the lowest resolution hospital scanners are set to for text.
  private static final int SCAN_DPI = 200;
  private static final double SKEW_DEGREES = 0.7;
  private static final double NOISE_SIGMA = 9;
  // A fixed number instead of the clock makes the file identifier reproducible.
  private static final long DOCUMENT_ID = 20260101L;

  private final long seed;
  private final int rotation;

  PageSheet(long seed, int rotation) {
    this.seed = seed;
    this.rotation = rotation;
  }

  byte[] write(List<List<String>> pages, ReportForm form) throws IOException {
    try (PDDocument document = new PDDocument()) {
      document.setDocumentId(DOCUMENT_ID);
      PDFont font = font(document);
      for (int i = 0; i < pages.size(); i++) {
        if (isScan(form, i)) {
          addScan(document, pages.get(i), i);
        } else {
          addText(document, font, pages.get(i));
        }
      }
      return bytes(document);
    }
  }

  private static boolean isScan(ReportForm form, int pageIndex) {
    return switch (form) {
      case BORN_DIGITAL -> false;
      case SCANNED -> true;
      case MIXED -> pageIndex > 0;
    };
  }

  private void addText(PDDocument document, PDFont font, List<String> lines) throws IOException {
    PDPage page = newPage(document);
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      content.transform(upright());
      content.beginText();
      content.setFont(font, FONT_SIZE);
      content.setLeading(LEADING);
      content.newLineAtOffset(MARGIN, PDRectangle.A4.getHeight() - MARGIN);
      for (String line : lines) {
        content.showText(line);
        content.newLine();
      }
      content.endText();
    }
  }

  private void addScan(PDDocument document, List<String> lines, int pageIndex) throws IOException {
    BufferedImage scan = scanOf(lines, pageIndex);
    PDPage page = newPage(document);
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      content.transform(upright());
      content.drawImage(
          JPEGFactory.createFromImage(document, scan, 0.9f),
          0,
          0,
          PDRectangle.A4.getWidth(),
          PDRectangle.A4.getHeight());
    }
  }

  private BufferedImage scanOf(List<String> lines, int pageIndex) throws IOException {
    byte[] printed = new PageSheet(seed, 0).write(List.of(lines), ReportForm.BORN_DIGITAL);
    try (PDDocument paper = Loader.loadPDF(printed)) {
      BufferedImage clean = new PDFRenderer(paper).renderImageWithDPI(0, SCAN_DPI, ImageType.GRAY);
      return noisy(askew(clean), new Random(seed * 31 + pageIndex));
    }
  }

  private static BufferedImage askew(BufferedImage clean) {
    BufferedImage turned =
        new BufferedImage(clean.getWidth(), clean.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = turned.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, turned.getWidth(), turned.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(
        clean,
        AffineTransform.getRotateInstance(
            Math.toRadians(SKEW_DEGREES), clean.getWidth() / 2.0, clean.getHeight() / 2.0),
        null);
    graphics.dispose();
    return turned;
  }

  private static BufferedImage noisy(BufferedImage image, Random random) {
    WritableRaster raster = image.getRaster();
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getSamples(0, y, row.length, 1, 0, row);
      for (int x = 0; x < row.length; x++) {
        int value = (int) Math.round(row[x] - 8 + random.nextGaussian() * NOISE_SIGMA);
        row[x] = Math.max(0, Math.min(255, value));
      }
      raster.setSamples(0, y, row.length, 1, 0, row);
    }
    return image;
  }

  private PDPage newPage(PDDocument document) {
    boolean sideways = rotation == 90 || rotation == 270;
    PDRectangle a4 = PDRectangle.A4;
    PDPage page =
        new PDPage(
            sideways
                ? new PDRectangle(/* width= */ a4.getHeight(), /* height= */ a4.getWidth())
                : a4);
    page.setRotation(rotation);
    document.addPage(page);
    return page;
  }

  /** Turns upright A4 content so that the page's rotation entry brings it back upright. */
  private Matrix upright() {
    float width = PDRectangle.A4.getWidth();
    float height = PDRectangle.A4.getHeight();
    return switch (rotation) {
      case 90 -> new Matrix(0, 1, -1, 0, height, 0);
      case 180 -> new Matrix(-1, 0, 0, -1, width, height);
      case 270 -> new Matrix(0, -1, 1, 0, 0, width);
      default -> new Matrix();
    };
  }

  private static PDFont font(PDDocument document) throws IOException {
    try (InputStream stream = PDDocument.class.getResourceAsStream(FONT)) {
      if (stream == null) {
        throw new IOException("The PDF library no longer brings its Liberation font");
      }
      return PDType0Font.load(document, stream);
    }
  }

  private static byte[] bytes(PDDocument document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }
}
