package org.endoreg.anonymizer.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.recognition.CheckDigits;
import org.endoreg.anonymizer.recognition.KnownIdentity;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.anonymizer.recognition.Span;
import org.endoreg.anonymizer.recognition.SpanType;

/**
 * A report somebody anonymized elsewhere, read once more before it is taken over. Whom it was about
 * is not known, and its names and dates may be replacements, so only what nobody writes as a
 * replacement counts: numbers that prove themselves by a check digit.
 */
public record SignedOffReport(String text, int pages, int checked, int hits) {
  private static final Set<SpanType> SELF_EVIDENT =
      Set.of(SpanType.INSURANCE_NUMBER, SpanType.IBAN);

  /** Reads the source to its end and does not close it. */
  public static SignedOffReport read(
      InputStream source, Recognition recognition, ReportLimits limits)
      throws AnonymizationFailure {
    try {
      Deadline deadline = new Deadline(limits, System::nanoTime);
      byte[] pdf = SourceDocument.bytes(source, limits);
      try (PDDocument document = SourceDocument.open(pdf, limits, deadline)) {
        String text = new PDFTextStripper().getText(document);
        return new SignedOffReport(
            text, document.getNumberOfPages(), SELF_EVIDENT.size(), hits(text, recognition));
      }
    } catch (RefusedContent refused) {
      throw refused.asFailure();
    } catch (OutOfMemoryError tooLarge) {
      throw new AnonymizationFailure(AnonymizationFailure.Code.LIMIT_EXCEEDED);
    } catch (IOException | RuntimeException | StackOverflowError damaged) {
      // The cause may quote the document and stays here.
      throw new AnonymizationFailure(AnonymizationFailure.Code.UNREADABLE_SOURCE);
    }
  }

  private static int hits(String text, Recognition recognition) {
    return (int)
        recognition.find(text, new KnownIdentity(SensitiveMeta.empty())).stream()
            .filter(span -> provesItself(span, text.substring(span.start(), span.end())))
            .count();
  }

  /** A label or a form alone proves nothing: replacements stand at the same places. */
  private static boolean provesItself(Span span, String surface) {
    return switch (span.type()) {
      case INSURANCE_NUMBER -> CheckDigits.isInsuranceNumber(surface);
      case IBAN -> CheckDigits.isIban(surface);
      default -> false;
    };
  }
}
