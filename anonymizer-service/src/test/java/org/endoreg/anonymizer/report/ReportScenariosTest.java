package org.endoreg.anonymizer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.endoreg.anonymizer.identity.RootKey;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.ocr.OcrEngine;
import org.endoreg.anonymizer.ocr.OcrWord;
import org.endoreg.anonymizer.ocr.PageMode;
import org.endoreg.anonymizer.ocr.TessData;
import org.endoreg.anonymizer.recognition.KnownIdentity;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.PeopleBySeed;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSample;
import org.endoreg.samples.report.ReportSamples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportScenariosTest {
  private static final Recognition RECOGNITION = Recognition.standard();
  private static final String HIDDEN_NAME = "Verstecktmann";

  private final OcrEngine ocr;
  private final ReportAnonymizer anonymizer;

  ReportScenariosTest() throws Exception {
    ocr = OcrEngine.open(TessData.locate(Optional.empty()));
    anonymizer =
        new ReportAnonymizer(
            new RootKey("test", new byte[32]), RECOGNITION, ocr, ReportLimits.standard());
  }

  @AfterAll
  void stop() {
    ocr.close();
  }

  @SuppressWarnings("ArrayRecordComponent") // a file, never compared as a value
  private record Outcome(AnonymizedReport report, byte[] artifact) {}

  @Test
  void theFormYieldsTheMetadataOfTheSample() throws Exception {
    ReportSample sample =
        new ReportSamples(21)
            .write(ExaminationKind.COLONOSCOPY, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL);

    SensitiveMeta meta = run(sample.pdf()).report.meta();

    InventedExamination told = sample.examination();
    assertThat(meta.lastName()).isEqualTo(told.patient().lastName());
    assertThat(meta.firstName()).isEqualTo(told.patient().firstName());
    assertThat(meta.birthDate()).isEqualTo(told.patient().birthDate());
    assertThat(meta.examinationDate()).isEqualTo(told.startedAt().toLocalDate());
    assertThat(meta.examinationTime()).isEqualTo(told.startedAt().toLocalTime());
    assertThat(meta.caseNumber()).isEqualTo(told.caseNumber());
    assertThat(meta.examinerLastName()).isEqualTo(told.examinerLastName());
    assertThat(meta.endoscopeSerial()).isEqualTo(told.deviceSerial());
  }

  @Test
  void twoReportsOfOnePatientMoveTogether() throws Exception {
    InventedExamination first =
        new PeopleBySeed(22)
            .nextExamination(new PeopleBySeed(22).nextPatient(), ExaminationKind.COLONOSCOPY);
    InventedExamination second = later(first, 17);

    String one = uDate(run(german(first, 0)).report.anonymizedText());
    String two = uDate(run(german(second, 0)).report.anonymizedText());

    DateTimeFormatter day = DateTimeFormatter.ofPattern("dd.MM.yyyy");
    assertThat(LocalDate.parse(two, day))
        .isEqualTo(LocalDate.parse(one, day).plusDays(17))
        .isNotEqualTo(second.startedAt().toLocalDate());
  }

  @Test
  void nothingOfOneDocumentReachesTheNext() throws Exception {
    run(ReportSamples.pageOf(ReportForm.BORN_DIGITAL, "Patient: Testperson, Anna geb. 1.2.1980"));

    SensitiveMeta meta =
        run(ReportSamples.pageOf(ReportForm.BORN_DIGITAL, "Befund: unauffällige Koloskopie."))
            .report
            .meta();

    assertThat(meta).isEqualTo(SensitiveMeta.empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {90, 180, 270})
  void boxesLieRightOnTurnedPages(int rotation) throws Exception {
    InventedExamination told = examination(24);

    Outcome outcome = run(german(told, rotation));

    String seen = seen(outcome.artifact);
    assertThat(seen)
        .doesNotContain(told.patient().lastName())
        .doesNotContain(told.caseNumber())
        .contains("Boston 3-3-3", "kleiner Polyp", "Mit freundlichen");
  }

  @Test
  void theIdentifierIsBlackAndItsMirroredPlaceUntouched() throws Exception {
    byte[] pdf =
        ReportSamples.pageOf(
            ReportForm.BORN_DIGITAL, "Patient: Testperson, Anna", "Befund", "unauffällig");

    try (PDDocument document = Loader.loadPDF(run(pdf).artifact)) {
      BufferedImage image = new PDFRenderer(document).renderImageWithDPI(0, 72, ImageType.GRAY);
      // first line: baseline 56 points below the top edge, the name some 60 points in
      assertThat(image.getRGB(110, 53) & 0xff).isLessThan(40);
      assertThat(image.getRGB(110, image.getHeight() - 53) & 0xff).isGreaterThan(220);
    }
  }

  @Test
  void nothingButPagesAndTextIsInTheOutput() throws Exception {
    byte[] artifact = run(loadedWithHiddenPlaces()).artifact;

    String raw = new String(artifact, StandardCharsets.ISO_8859_1);
    assertThat(raw.split("%%EOF", -1)).hasSize(2);
    try (PDDocument document = Loader.loadPDF(artifact)) {
      PDDocumentCatalog catalog = document.getDocumentCatalog();
      assertThat(catalog.getMetadata()).isNull();
      assertThat(catalog.getDocumentOutline()).isNull();
      assertThat(catalog.getAcroForm()).isNull();
      assertThat(catalog.getNames()).isNull();
      assertThat(catalog.getOpenAction()).isNull();
      assertThat(catalog.getCOSObject().keySet())
          .containsOnly(COSName.TYPE, COSName.PAGES, COSName.VERSION);
      assertThat(document.getDocumentInformation().getAuthor()).isNull();
      assertThat(document.getPage(0).getAnnotations()).isEmpty();
      assertThat(new PDFTextStripper().getText(document)).doesNotContain(HIDDEN_NAME);
    }
    assertThat(seen(artifact)).doesNotContain(HIDDEN_NAME).contains("Befund");
  }

  @Test
  void theSameSourceGivesTheSameBytes() throws Exception {
    byte[] pdf = ReportSamples.pageOf(ReportForm.BORN_DIGITAL, "Patient: Testperson, Anna");

    assertThat(run(pdf).artifact).isEqualTo(run(pdf).artifact);
  }

  @Test
  void nothingIsWrittenToTheTemporaryFolder() throws Exception {
    byte[] pdf = ReportSamples.pageOf(ReportForm.SCANNED, "Patient: Testperson, Anna", "Befund");
    Set<Path> before = temporaryFiles();

    run(pdf);

    assertThat(temporaryFiles()).isEqualTo(before);
  }

  @Test
  void theResidualCheckFindsWhateverWasLeftIn() throws Exception {
    KnownIdentity known =
        new KnownIdentity(
            SensitiveMeta.builder().patient("Anna", "Testperson").caseNumber("12345678").build());
    ResidualCheck check = new ResidualCheck(RECOGNITION, ocr, ReportLimits.standard());

    assertThat(hits(check, known, "Befund", "unauffällig")).isZero();
    assertThat(hits(check, known, "Befund Testpers0n")).isPositive();
    assertThat(hits(check, known, "Nr 1234 5678")).isPositive();
    assertThat(hitsOnScan(check, known, "Frau Testperson ist da")).isPositive();
    assertThat(check.check(withAuthor("Testperson"), known, Set.of()).hits()).isPositive();
    assertThat(check.check(loadedWith("Testperson"), known, Set.of()).hits()).isPositive();
  }

  private static int hits(ResidualCheck check, KnownIdentity known, String... lines)
      throws Exception {
    return check
        .check(ReportSamples.pageOf(ReportForm.BORN_DIGITAL, lines), known, Set.of())
        .hits();
  }

  private static int hitsOnScan(ResidualCheck check, KnownIdentity known, String... lines)
      throws Exception {
    return check.check(ReportSamples.pageOf(ReportForm.SCANNED, lines), known, Set.of()).hits();
  }

  private Outcome run(byte[] pdf) throws Exception {
    ByteArrayOutputStream artifact = new ByteArrayOutputStream();
    AnonymizedReport report =
        anonymizer.anonymize(
            new ByteArrayInputStream(pdf),
            "aa",
            ReportOptions.ofCenter("demo"),
            ProgressListener.none(),
            artifact);
    return new Outcome(report, artifact.toByteArray());
  }

  private String seen(byte[] pdf) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      BufferedImage image = new PDFRenderer(document).renderImageWithDPI(0, 300, ImageType.GRAY);
      return String.join(" ", ocr.read(image, PageMode.PAGE).stream().map(OcrWord::text).toList());
    }
  }

  private static byte[] german(InventedExamination examination, int rotation) {
    return new ReportSamples(1)
        .write(examination, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL, rotation)
        .pdf();
  }

  private static InventedExamination examination(long seed) {
    PeopleBySeed people = new PeopleBySeed(seed);
    return people.nextExamination(people.nextPatient(), ExaminationKind.COLONOSCOPY);
  }

  private static InventedExamination later(InventedExamination first, int days) {
    LocalDateTime moved = first.startedAt().plusDays(days);
    return new InventedExamination(
        first.patient(),
        first.kind(),
        moved,
        first.caseNumber(),
        first.examinerFirstName(),
        first.examinerLastName(),
        first.deviceModel(),
        first.deviceSerial());
  }

  private static String uDate(String text) {
    int at = text.indexOf("U-datum: ") + "U-datum: ".length();
    return text.substring(at, at + 10);
  }

  private static Set<Path> temporaryFiles() throws Exception {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return Set.copyOf(
          files.filter(file -> file.getFileName().toString().contains("imageio")).toList());
    }
  }

  private static byte[] withAuthor(String author) throws Exception {
    try (PDDocument document =
        Loader.loadPDF(ReportSamples.pageOf(ReportForm.BORN_DIGITAL, "Befund"))) {
      PDDocumentInformation information = new PDDocumentInformation();
      information.setAuthor(author);
      document.setDocumentInformation(information);
      return bytes(document);
    }
  }

  private static byte[] loadedWithHiddenPlaces() throws Exception {
    return loadedWith(HIDDEN_NAME);
  }

  /** The name in every place of a PDF that printing does not show. */
  private static byte[] loadedWith(String name) throws Exception {
    byte[] page =
        ReportSamples.pageOf(
            ReportForm.BORN_DIGITAL,
            "Patient: Testperson, Anna geb. 01.02.1980",
            "Befund: unauffällige Koloskopie bis ins terminale Ileum");
    try (PDDocument document = Loader.loadPDF(page)) {
      PDDocumentCatalog catalog = document.getDocumentCatalog();
      PDDocumentInformation information = new PDDocumentInformation();
      information.setAuthor(name);
      document.setDocumentInformation(information);
      PDMetadata metadata = new PDMetadata(document);
      metadata.importXMPMetadata(("<x>" + name + "</x>").getBytes(StandardCharsets.UTF_8));
      catalog.setMetadata(metadata);
      PDDocumentOutline outline = new PDDocumentOutline();
      PDOutlineItem item = new PDOutlineItem();
      item.setTitle("Herr " + name);
      outline.addLast(item);
      catalog.setDocumentOutline(outline);
      catalog.setOpenAction(new PDActionJavaScript("app.alert('" + name + "')"));
      PDAnnotationText note = new PDAnnotationText();
      note.setContents(name);
      note.setRectangle(new PDRectangle(300, 300, 40, 40));
      document.getPage(0).setAnnotations(List.of(note));
      PDEmbeddedFilesNameTreeNode files = new PDEmbeddedFilesNameTreeNode();
      PDComplexFileSpecification file = new PDComplexFileSpecification();
      file.setFile(name + ".txt");
      file.setEmbeddedFile(
          new PDEmbeddedFile(
              document, new ByteArrayInputStream(name.getBytes(StandardCharsets.UTF_8))));
      files.setNames(Map.of(name, file));
      PDDocumentNameDictionary names = new PDDocumentNameDictionary(catalog);
      names.setEmbeddedFiles(files);
      catalog.setNames(names);
      addInvisibleText(document, "Dr. " + name);
      return bytes(document);
    }
  }

  private static void addInvisibleText(PDDocument document, String text) throws Exception {
    PDPage page = document.getPage(0);
    try (PDPageContentStream content =
            new PDPageContentStream(
                document, page, PDPageContentStream.AppendMode.APPEND, true, true);
        InputStream font =
            PDDocument.class.getResourceAsStream(
                "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
      PDFont loaded = PDType0Font.load(document, Objects.requireNonNull(font));
      content.beginText();
      content.setRenderingMode(RenderingMode.NEITHER);
      content.setFont(loaded, 10);
      content.newLineAtOffset(100, 300);
      content.showText(text);
      content.endText();
    }
  }

  private static byte[] bytes(PDDocument document) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }
}
