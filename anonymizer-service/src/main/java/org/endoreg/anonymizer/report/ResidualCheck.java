package org.endoreg.anonymizer.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.sax.BodyContentHandler;
import org.endoreg.anonymizer.ocr.OcrReader;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.ocr.OcrWord;
import org.endoreg.anonymizer.ocr.PageMode;
import org.endoreg.anonymizer.recognition.KnownIdentity;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.anonymizer.recognition.ResidualSearch;
import org.xml.sax.SAXException;

/**
 * Reads a finished artifact again as an attacker would: with two text extractors, optically (also
 * inverted), and byte by byte in the file and in every decoded stream. Any known identifier found
 * is a hit; what it is does not leave this class.
 */
public final class ResidualCheck {
  private static final int OCR_DPI = 300;
  // Shorter strings occur by chance in half a megabyte of image data.
  private static final int SHORTEST_IN_BYTES = 5;
  private static final int ALL_TEXT = -1;

  private final ResidualSearch search;
  private final OcrReader ocr;
  private final ReportLimits limits;

  /** Checks with this recognition's word lists and this optical reader. */
  public ResidualCheck(Recognition recognition, OcrReader ocr, ReportLimits limits) {
    this.search = new ResidualSearch(recognition);
    this.ocr = ocr;
    this.limits = limits;
  }

  /**
   * Counts identifiers searched and found. {@code surrogateDates} are the moved dates in the
   * artifact's text layer.
   */
  public AnonymizedReport.Residual check(
      byte[] artifact, KnownIdentity known, Set<LocalDate> surrogateDates)
      throws AnonymizationFailure {
    try {
      int hits = bytesHits(artifact, known);
      hits += search.hits(tikaText(artifact), known, surrogateDates);
      try (PDDocument document = Loader.loadPDF(artifact)) {
        hits += search.hits(new PDFTextStripper().getText(document), known, surrogateDates);
        hits += streamHits(document, known);
        hits += pixelHits(document, known);
      }
      int checked = known.names().size() + known.numbers().size() + known.dates().size();
      return new AnonymizedReport.Residual(checked, hits);
    } catch (OcrUnavailableException e) {
      throw new AnonymizationFailure(AnonymizationFailure.Code.OCR_UNAVAILABLE);
    } catch (IOException | TikaException | SAXException e) {
      // An artifact that cannot be read again cannot be released.
      throw new AnonymizationFailure(AnonymizationFailure.Code.RESIDUAL_PHI);
    }
  }

  private static String tikaText(byte[] artifact) throws IOException, TikaException, SAXException {
    BodyContentHandler handler = new BodyContentHandler(ALL_TEXT);
    Metadata metadata = new Metadata();
    try (InputStream stream = new ByteArrayInputStream(artifact)) {
      new PDFParser().parse(stream, handler, metadata, new ParseContext());
    }
    return handler + "\n" + metadata;
  }

  private int pixelHits(PDDocument document, KnownIdentity known)
      throws IOException, OcrUnavailableException {
    Deadline deadline = new Deadline(limits, System::nanoTime);
    PageRenderer renderer = new PageRenderer(document, limits, deadline);
    int hits = 0;
    for (int page = 0; page < document.getNumberOfPages(); page++) {
      deadline.startPage();
      BufferedImage image = renderer.render(page, OCR_DPI, ImageType.GRAY);
      hits += search.hits(text(ThoroughReading.of(ocr, image)), known, Set.of());
      invert(image);
      // The second look also goes without layout analysis, which may skip what it takes for art.
      hits += search.hits(text(ocr.read(image, PageMode.SPARSE)), known, Set.of());
    }
    return hits;
  }

  private static String text(List<OcrWord> words) {
    StringBuilder text = new StringBuilder();
    int line = 0;
    for (OcrWord word : words) {
      text.append(word.line() == line ? " " : "\n").append(word.text());
      line = word.line();
    }
    return text.toString();
  }

  private static void invert(BufferedImage image) {
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ~pixels[i];
    }
  }

  private static int bytesHits(byte[] bytes, KnownIdentity known) {
    String haystack = new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    return (int) needles(known).stream().filter(haystack::contains).count();
  }

  private static int streamHits(PDDocument document, KnownIdentity known) throws IOException {
    int hits = 0;
    for (COSObjectKey key : document.getDocument().getXrefTable().keySet()) {
      COSBase value = document.getDocument().getObjectFromPool(key).getObject();
      boolean readable =
          value instanceof COSStream stream
              && !COSName.IMAGE.equals(stream.getCOSName(COSName.SUBTYPE));
      if (readable) {
        try (InputStream decoded = ((COSStream) value).createInputStream()) {
          hits += bytesHits(decoded.readAllBytes(), known);
        }
      }
    }
    return hits;
  }

  /** Every identifier in the encodings a PDF may hold it in, lower-cased as read byte by byte. */
  private static Set<String> needles(KnownIdentity known) {
    List<String> values = new ArrayList<>(known.names());
    values.addAll(known.numbers());
    for (LocalDate date : known.dates()) {
      values.add(DateTimeFormatter.ofPattern("dd.MM.uuuu").format(date));
      values.add(date.toString());
    }
    Set<String> needles = new LinkedHashSet<>();
    for (String value : values) {
      if (value.length() >= SHORTEST_IN_BYTES) {
        addEncodings(value, needles);
        addEncodings(value.toUpperCase(Locale.ROOT), needles);
        addEncodings(value.toLowerCase(Locale.ROOT), needles);
      }
    }
    return needles;
  }

  private static void addEncodings(String value, Set<String> needles) {
    for (Charset charset :
        List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.ISO_8859_1,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE)) {
      byte[] bytes = value.getBytes(charset);
      needles.add(new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
      needles.add(HexFormat.of().formatHex(bytes));
    }
  }
}
