package org.endoreg.samples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.endoreg.samples.ExaminationKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportSamplesTest {

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void everyPlantedIdentifierIsPrintedInTheTextLayer(ReportLanguage language) throws IOException {
    ReportSample sample =
        new ReportSamples(4).write(ExaminationKind.COLONOSCOPY, language, ReportForm.BORN_DIGITAL);

    String text = text(sample.pdf());

    assertThat(sample.planted()).allSatisfy(id -> assertThat(text).contains(id.text()));
    assertThat(sample.clinicalTerms()).allSatisfy(term -> assertThat(text).contains(term));
  }

  @Test
  void aScanHasNoTextLayer() throws IOException {
    ReportSample sample =
        new ReportSamples(4)
            .write(ExaminationKind.GASTROSCOPY, ReportLanguage.GERMAN, ReportForm.SCANNED);

    assertThat(text(sample.pdf())).isBlank();
  }

  @Test
  void theSameSeedGivesTheSameFile() {
    byte[] first = mixed(9);
    byte[] again = mixed(9);

    assertThat(again).isEqualTo(first).isNotEqualTo(mixed(10));
  }

  private static byte[] mixed(long seed) {
    return new ReportSamples(seed)
        .write(ExaminationKind.COLONOSCOPY, ReportLanguage.GERMAN, ReportForm.MIXED)
        .pdf();
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }
}
