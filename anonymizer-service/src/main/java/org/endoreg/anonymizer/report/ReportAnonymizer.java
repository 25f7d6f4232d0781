package org.endoreg.anonymizer.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.endoreg.anonymizer.identity.RootKey;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.identity.Surrogates;
import org.endoreg.anonymizer.ocr.OcrReader;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.recognition.KnownIdentity;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.anonymizer.recognition.Span;
import org.endoreg.anonymizer.recognition.SpanType;

/**
 * Turns a raw report into an anonymized one. One instance serves one worker thread, because the
 * optical reader does; between two reports it remembers nothing. Output is written only after the
 * residual check found no identifier in it.
 */
public final class ReportAnonymizer {
  private static final int DPI = 200;
  private static final int SMALL_PRINT_DPI = 300;
  private static final double SMALL_PRINT_POINTS = 8;
  // Below this a file holds nothing that could be a report (number of the specification).
  private static final int SHORTEST_TEXT = 10;
  private static final String ENGINE = "raster 1";

  private final RootKey root;
  private final Recognition recognition;
  private final OcrReader ocr;
  private final ReportLimits limits;

  /** Assembles the pipeline; {@code root} keys surrogates and date offsets. */
  public ReportAnonymizer(
      RootKey root, Recognition recognition, OcrReader ocr, ReportLimits limits) {
    this.root = root;
    this.recognition = recognition;
    this.ocr = ocr;
    this.limits = limits;
    // The image library otherwise copies page images, readable, into temporary files.
    ImageIO.setUseCache(false);
  }

  /**
   * Reads the source to its end and writes the artifact to {@code artifact}; on failure nothing is
   * written. Neither stream is closed.
   */
  public AnonymizedReport anonymize(
      InputStream source,
      String sourceSha256,
      ReportOptions options,
      ProgressListener progress,
      OutputStream artifact)
      throws AnonymizationFailure, IOException {
    Finished finished = finish(source, sourceSha256, options, progress);
    artifact.write(finished.bytes);
    return finished.report;
  }

  private Finished finish(
      InputStream source, String sourceSha256, ReportOptions options, ProgressListener progress)
      throws AnonymizationFailure {
    try {
      Deadline deadline = new Deadline(limits, System::nanoTime);
      byte[] pdf = SourceDocument.bytes(source, limits);
      try (PDDocument document = SourceDocument.open(pdf, limits, deadline)) {
        return new Run(document, sourceSha256, options, progress, deadline).execute();
      }
    } catch (RefusedContent e) {
      throw e.asFailure();
    } catch (OcrUnavailableException e) {
      throw new AnonymizationFailure(AnonymizationFailure.Code.OCR_UNAVAILABLE);
    } catch (OutOfMemoryError e) {
      throw new AnonymizationFailure(AnonymizationFailure.Code.LIMIT_EXCEEDED);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // The cause may quote the document and stays here.
      throw new AnonymizationFailure(AnonymizationFailure.Code.UNREADABLE_SOURCE);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  private record Finished(byte[] bytes, AnonymizedReport report) {}

  /** Everything that belongs to one report and ends with it. */
  private final class Run {
    private final PDDocument document;
    private final String sourceSha256;
    private final ReportOptions options;
    private final ProgressListener progress;
    private final Deadline deadline;
    private final PageRenderer renderer;
    private final Map<SpanType, Integer> counts = new EnumMap<>(SpanType.class);

    Run(
        PDDocument document,
        String sourceSha256,
        ReportOptions options,
        ProgressListener progress,
        Deadline deadline) {
      this.document = document;
      this.sourceSha256 = sourceSha256;
      this.options = options;
      this.progress = progress;
      this.deadline = deadline;
      this.renderer = new PageRenderer(document, limits, deadline);
    }

    Finished execute() throws IOException, OcrUnavailableException, AnonymizationFailure {
      List<PageReader.PageText> pages = readPages();
      String text = join(pages.stream().map(page -> page.primary().text()).toList());
      if (text.chars().filter(c -> !Character.isWhitespace(c)).count() < SHORTEST_TEXT) {
        throw new AnonymizationFailure(AnonymizationFailure.Code.UNREADABLE_SOURCE);
      }
      SensitiveMeta meta =
          options.knownIdentity().mergedWith(recognition.identityReader().read(text));
      KnownIdentity known = new KnownIdentity(meta);
      for (PageReader.PageText page : pages) {
        page.layers().forEach(layer -> recognition.learn(layer.text(), known));
      }
      progress.reached(ProgressListener.Stage.RECOGNISING, 100);
      Surrogates surrogates = Surrogates.of(root, meta, options.centerKey(), sourceSha256);
      SurrogateText surrogateText =
          new SurrogateText(meta, surrogates, recognition.names(), known.names());
      return redact(pages, text, meta, known, surrogateText);
    }

    private List<PageReader.PageText> readPages() throws IOException, OcrUnavailableException {
      PageReader reader = new PageReader(document, renderer, deadline, ocr);
      int count = document.getNumberOfPages();
      List<PageReader.PageText> pages = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        deadline.startPage();
        pages.add(reader.read(i));
        deadline.check();
        progress.reached(ProgressListener.Stage.READING, 100 * (i + 1) / count);
      }
      return pages;
    }

    private Finished redact(
        List<PageReader.PageText> pages,
        String text,
        SensitiveMeta meta,
        KnownIdentity known,
        SurrogateText surrogateText)
        throws IOException, AnonymizationFailure {
      List<String> anonymized = new ArrayList<>();
      List<String> placeholders = new ArrayList<>();
      byte[] bytes;
      try (RedactedDocument output = new RedactedDocument()) {
        for (int i = 0; i < pages.size(); i++) {
          deadline.startPage();
          PageLayer primary = pages.get(i).primary();
          List<Span> spans = recognition.find(primary.text(), known);
          spans.forEach(span -> counts.merge(span.type(), 1, Integer::sum));
          addPage(output, i, pages.get(i), spans, known, surrogateText);
          anonymized.add(
              surrogateText.surrogate(primary.text(), spans, 0, primary.text().length()));
          placeholders.add(SurrogateText.placeholders(primary.text(), spans));
          progress.reached(ProgressListener.Stage.REDACTING, 100 * (i + 1) / pages.size());
        }
        bytes = output.bytes(documentId(join(anonymized)));
      }
      AnonymizedReport.Residual residual =
          new ResidualCheck(recognition, ocr, limits)
              .check(bytes, known, surrogateText.writtenDates());
      progress.reached(ProgressListener.Stage.CHECKING, 100);
      if (residual.hits() > 0) {
        throw new AnonymizationFailure(AnonymizationFailure.Code.RESIDUAL_PHI);
      }
      return new Finished(
          bytes,
          new AnonymizedReport(
              meta,
              ExaminationGuess.of(text),
              counts,
              pages.size(),
              (int) pages.stream().filter(PageReader.PageText::optical).count(),
              join(anonymized),
              join(placeholders),
              residual,
              List.of(ENGINE, ocr.version()),
              HexFormat.of().formatHex(sha256(bytes)),
              bytes.length));
    }

    private void addPage(
        RedactedDocument output,
        int index,
        PageReader.PageText page,
        List<Span> primarySpans,
        KnownIdentity known,
        SurrogateText surrogateText)
        throws IOException {
      PageGeometry geometry = PageGeometry.of(document.getPage(index));
      boolean smallPrint = page.smallestFontPoints() < SMALL_PRINT_POINTS;
      BufferedImage image =
          renderer.render(index, smallPrint ? SMALL_PRINT_DPI : DPI, ImageType.RGB);
      List<Box> covered = new ArrayList<>(boxes(page.primary(), primarySpans));
      for (PageLayer layer : page.layers()) {
        covered.addAll(boxes(layer, recognition.find(layer.text(), known)));
      }
      output.addPage(
          image,
          geometry.displayWidth(),
          geometry.displayHeight(),
          covered,
          lines(page.primary(), primarySpans, surrogateText));
    }

    private static List<Box> boxes(PageLayer layer, List<Span> spans) {
      return spans.stream()
          .flatMap(span -> layer.boxes(span.start(), span.end()).stream())
          .toList();
    }

    private static List<RedactedDocument.TextLine> lines(
        PageLayer layer, List<Span> spans, SurrogateText surrogateText) {
      List<RedactedDocument.TextLine> lines = new ArrayList<>();
      String text = layer.text();
      int start = 0;
      while (start < text.length()) {
        int feed = text.indexOf('\n', start);
        int end = feed < 0 ? text.length() : feed;
        List<Box> boxes = layer.boxes(start, end);
        if (!boxes.isEmpty()) {
          Box box = boxes.stream().reduce(boxes.get(0), Box::union);
          lines.add(
              new RedactedDocument.TextLine(surrogateText.surrogate(text, spans, start, end), box));
        }
        start = end + 1;
      }
      return lines;
    }
  }

  private static String join(List<String> pages) {
    return String.join("\n\n", pages);
  }

  /** Derived from the released text, so that it is stable and says nothing new. */
  private static long documentId(String anonymizedText) {
    return ByteBuffer.wrap(sha256(anonymizedText.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
