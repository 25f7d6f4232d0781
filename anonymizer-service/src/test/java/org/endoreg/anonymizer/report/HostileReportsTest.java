package org.endoreg.anonymizer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.endoreg.anonymizer.identity.RootKey;
import org.endoreg.anonymizer.ocr.OcrReader;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.ocr.OcrWord;
import org.endoreg.anonymizer.ocr.PageMode;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.samples.report.HostileReports;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class HostileReportsTest {
  private static final Recognition RECOGNITION = Recognition.standard();

  static Stream<Arguments> hostileFiles() {
    return Stream.of(
        Arguments.of("encrypted", HostileReports.encrypted(), "encrypted_pdf"),
        Arguments.of("truncated", HostileReports.truncated(), "unreadable_source"),
        Arguments.of("garbage", HostileReports.garbage(), "unreadable_source"),
        Arguments.of("empty", new byte[0], "unreadable_source"),
        Arguments.of("many pages", HostileReports.pages(10_000), "limit_exceeded"),
        Arguments.of("bomb", HostileReports.bomb(300), "limit_exceeded"),
        Arguments.of("huge page", HostileReports.hugePage(), "limit_exceeded"),
        Arguments.of("blank", HostileReports.pages(1), "ocr_unavailable"),
        Arguments.of("deep nesting", HostileReports.nestedArrays(200_000), "unreadable_source"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileFiles")
  void hostileFilesEndInAStableCodeAndNoOutput(String name, byte[] pdf, String code) {
    ByteArrayOutputStream artifact = new ByteArrayOutputStream();

    AnonymizationFailure failure = failureOf(pdf, ReportLimits.standard(), artifact);

    assertThat(failure.code().wireValue()).as(name).isEqualTo(code);
    assertThat(failure).hasMessage(code).hasNoCause();
    assertThat(artifact.size()).isZero();
  }

  @Test
  void aPageThatTakesTooLongIsGivenUp() {
    ReportLimits standard = ReportLimits.standard();
    ReportLimits impatient =
        new ReportLimits(
            standard.pages(),
            standard.sourceBytes(),
            standard.pagePixels(),
            standard.decodingRatio(),
            standard.decodedBytes(),
            Duration.ofNanos(1),
            standard.perDocument());

    AnonymizationFailure failure =
        failureOf(
            ReportSamples.pageOf(ReportForm.BORN_DIGITAL, "Befund unauffällig"),
            impatient,
            new ByteArrayOutputStream());

    assertThat(failure.code()).isEqualTo(AnonymizationFailure.Code.LIMIT_EXCEEDED);
  }

  private static AnonymizationFailure failureOf(
      byte[] pdf, ReportLimits limits, ByteArrayOutputStream artifact) {
    ReportAnonymizer anonymizer =
        new ReportAnonymizer(
            new RootKey("test", new byte[32]), RECOGNITION, new MissingReader(), limits);
    return catchThrowableOfType(
        AnonymizationFailure.class,
        () ->
            anonymizer.anonymize(
                new ByteArrayInputStream(pdf),
                "aa",
                ReportOptions.ofCenter("demo"),
                ProgressListener.none(),
                artifact));
  }

  private static final class MissingReader implements OcrReader {
    @Override
    public List<OcrWord> read(BufferedImage image, PageMode mode) throws OcrUnavailableException {
      throw new OcrUnavailableException("not installed");
    }

    @Override
    public String version() {
      return "none";
    }
  }
}
