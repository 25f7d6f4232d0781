package org.endoreg.anonymizer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.endoreg.anonymizer.identity.RootKey;
import org.endoreg.anonymizer.ocr.OcrEngine;
import org.endoreg.anonymizer.ocr.TessData;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.report.PlantedIdentifier;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSample;
import org.endoreg.samples.report.ReportSamples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportAnonymizerTest {
  private OcrEngine ocr;
  private ReportAnonymizer anonymizer;

  @BeforeAll
  void start() throws Exception {
    ocr = OcrEngine.open(TessData.locate(Optional.empty()));
    anonymizer =
        new ReportAnonymizer(
            new RootKey("test", new byte[32]),
            Recognition.standard(),
            ocr,
            ReportLimits.standard());
  }

  @AfterAll
  void stop() {
    ocr.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GERMAN,BORN_DIGITAL,COLONOSCOPY,1",
    "ENGLISH,BORN_DIGITAL,GASTROSCOPY,2",
    "GERMAN,SCANNED,GASTROSCOPY,3",
    "ENGLISH,SCANNED,COLONOSCOPY,4",
    "GERMAN,MIXED,COLONOSCOPY,5"
  })
  void noPlantedIdentifierSurvivesAndClinicalTermsDo(
      ReportLanguage language, ReportForm form, ExaminationKind kind, long seed) throws Exception {
    ReportSample sample = new ReportSamples(seed).write(kind, language, form);

    ByteArrayOutputStream artifact = new ByteArrayOutputStream();
    AnonymizedReport report =
        anonymizer.anonymize(
            new ByteArrayInputStream(sample.pdf()),
            "aa",
            ReportOptions.ofCenter("demo"),
            ProgressListener.none(),
            artifact);

    String text = report.anonymizedText() + extracted(artifact.toByteArray());
    for (PlantedIdentifier planted : sample.planted()) {
      assertThat(text).as(planted.kind().name()).doesNotContain(planted.text());
    }
    // Optical reading may spoil one term ("C2MA4"); from a text layer all must be there.
    int spoiled = form == ReportForm.BORN_DIGITAL ? 0 : 1;
    assertThat(sample.clinicalTerms())
        .filteredOn(term -> !asRead(text).contains(asRead(term)))
        .hasSizeLessThanOrEqualTo(spoiled);
    assertThat(report.examinationKind()).contains(kind.examinationName());
    assertThat(report.residual().hits()).isZero();
    assertThat(signedOff(artifact.toByteArray()).hits()).as("it can be signed off").isZero();
  }

  @Test
  void aNumberThatProvesItselfIsFoundInASignedOffReportAndAnyOtherIsNot() throws Exception {
    byte[] real = ReportSamples.pageOf(ReportForm.BORN_DIGITAL, "Versichertennr.: A123456780");
    byte[] replaced = ReportSamples.pageOf(ReportForm.BORN_DIGITAL, "Versichertennr.: X123456789");
    assertThat(signedOff(real).hits()).isPositive();
    assertThat(signedOff(replaced).hits()).isZero();
  }

  private static SignedOffReport signedOff(byte[] pdf) throws AnonymizationFailure {
    return SignedOffReport.read(
        new ByteArrayInputStream(pdf), Recognition.standard(), ReportLimits.standard());
  }

  /** Optical reading takes I for l and 0 for O; that is no removal. */
  private static String asRead(String text) {
    return text.replace('I', 'l').replace('1', 'l').replace('0', 'O');
  }

  private static String extracted(byte[] pdf) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }
}
