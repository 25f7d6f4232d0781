package org.endoreg.anonymizer.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.endoreg.anonymizer.ocr.OcrReader;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.ocr.OcrWord;

/**
 * Reads a page by its text layer, by its pixels, or both, decided for each page. A text layer that
 * disagrees with the pixels is not believed but still searched: it may hide identity.
 */
final class PageReader {
  private static final int OCR_DPI = 300;
  private static final double POINTS_PER_INCH = 72;
  // Numbers of the specification: an image over 5 % of the page, or fewer than 50 characters.
  private static final double IMAGE_SHARE = 0.05;
  private static final int FEW_CHARACTERS = 50;
  // With fewer characters than this a text layer is page furniture, not the report's text.
  private static final int FURNITURE = 20;
  // A densely printed page holds some 6,000 characters.
  private static final int MOST_CHARACTERS = 100_000;
  private static final double AGREEMENT = 0.6;
  private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}\\d]+");

  private final PDDocument document;
  private final TextLayerReader textLayers;
  private final PageRenderer renderer;
  private final OcrReader ocr;

  PageReader(PDDocument document, PageRenderer renderer, Deadline deadline, OcrReader ocr) {
    this.document = document;
    this.textLayers = new TextLayerReader(deadline);
    this.renderer = renderer;
    this.ocr = ocr;
  }

  /**
   * The readings of one page. {@code primary} is its text; identity is searched in all {@code
   * layers} and painted over wherever one of them shows it.
   */
  record PageText(
      PageLayer primary, List<PageLayer> layers, boolean optical, double smallestFontPoints) {}

  PageText read(int pageIndex) throws IOException, OcrUnavailableException {
    TextLayerReader.Reading reading = textLayers.read(document, pageIndex);
    PageLayer text = reading.layer();
    if (text.text().length() > MOST_CHARACTERS) {
      throw new RefusedContent(AnonymizationFailure.Code.LIMIT_EXCEEDED);
    }
    boolean optical =
        reading.untrustworthy()
            || reading.imageShare() > IMAGE_SHARE
            || text.visibleCharacters() < FEW_CHARACTERS;
    if (!optical) {
      return new PageText(text, List.of(text), false, reading.smallestFontPoints());
    }
    PageLayer seen = readPixels(pageIndex);
    return new PageText(
        primary(text, seen), List.of(text, seen), true, reading.smallestFontPoints());
  }

  private PageLayer readPixels(int pageIndex) throws IOException, OcrUnavailableException {
    BufferedImage image = renderer.render(pageIndex, OCR_DPI, ImageType.GRAY);
    return layer(ThoroughReading.of(ocr, image));
  }

  static PageLayer layer(List<OcrWord> words) {
    double points = POINTS_PER_INCH / OCR_DPI;
    PageLayer.Builder layer = new PageLayer.Builder();
    int line = 0;
    for (OcrWord word : words) {
      if (word.line() != line) {
        layer.newLine();
        line = word.line();
      } else {
        layer.newWord();
      }
      layer.add(
          word.text(),
          new Box(
              word.x() * points,
              word.y() * points,
              (word.x() + word.width()) * points,
              (word.y() + word.height()) * points));
    }
    return layer.build();
  }

  private static PageLayer primary(PageLayer text, PageLayer seen) {
    if (text.visibleCharacters() < FURNITURE || agreement(text, seen) < AGREEMENT) {
      return seen;
    }
    return text.withUncoveredWordsOf(seen);
  }

  /** The share of the text layer's longer words that the pixels show as well. */
  private static double agreement(PageLayer text, PageLayer seen) {
    Set<String> claimed = words(text);
    if (claimed.isEmpty()) {
      return 0;
    }
    Set<String> visible = words(seen);
    return (double) claimed.stream().filter(visible::contains).count() / claimed.size();
  }

  private static Set<String> words(PageLayer layer) {
    return NOT_LETTERS
        .splitAsStream(layer.text().toLowerCase(Locale.ROOT))
        .filter(word -> word.length() > 3)
        .collect(Collectors.toSet());
  }
}
