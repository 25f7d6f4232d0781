package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.endoreg.anonymizer.ocr.OcrEngine;
import org.endoreg.anonymizer.ocr.OcrWord;
import org.endoreg.anonymizer.ocr.PageMode;
import org.endoreg.anonymizer.ocr.TessData;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.client.UploadResult;
import org.endoreg.stack.suite.SuiteState;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the demo promises, held against the running suite. */
@ResourceLock(RunningDemo.NAME)
class DemoJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int RANDOM_FRAMES = 100;

  private final SuiteProcess suite = RunningDemo.suite();

  @Test
  @Scenario("A7")
  void everySampleEndsAnonymizedAndLinkedToOneOfTwoPatients() {
    List<JobRow> jobs = demoJobs();
    assertThat(jobs).hasSize(6).allMatch(job -> job.status().equals("anonymized"));
    assertThat(jobs).allMatch(job -> job.removed() > 0 && job.mediumId() != null);
    assertThat(jobs.stream().map(JobRow::patientId).distinct()).hasSize(2).doesNotContainNull();
    assertThat(suite.output()).contains("/api/media/videos/", "/timeline/");
  }

  @Test
  void noPlantedIdentifierIsInTheTextThePixelsOrTheBytesOfAReport() throws Exception {
    IdentifierScan scan = new IdentifierScan(suite.planted());
    List<JsonNode> reports = suite.results("/api/media/pdfs/");
    assertThat(reports).hasSizeGreaterThanOrEqualTo(4);
    try (OcrEngine ocr = OcrEngine.open(TessData.locate(Optional.empty()))) {
      for (JsonNode report : reports) {
        long id = report.path("id").asLong();
        byte[] pdf = suite.get("/api/media/pdfs/" + id + "/stream/").body();
        String text = suite.json("/api/media/pdfs/" + id + "/").path("anonymized_text").asText();
        assertThat(text).isNotBlank();
        assertThat(scan.inText(text)).isEmpty();
        assertThat(scan.inBytes(pdf)).isEmpty();
        assertThat(scan.inText(extracted(pdf))).isEmpty();
        assertThat(scan.inText(read(ocr, rendered(pdf), PageMode.PAGE))).isEmpty();
      }
    }
  }

  @Test
  void noPlantedIdentifierIsInThePixelsOrTheBytesOfAVideo() throws Exception {
    IdentifierScan scan = new IdentifierScan(suite.planted());
    try (OcrEngine ocr = OcrEngine.open(TessData.locate(Optional.empty()))) {
      for (JsonNode video : suite.results("/api/media/videos/")) {
        String path = video.path("stream_url").asText();
        assertThat(scan.inBytes(suite.get(path).body())).isEmpty();
        int count = video.path("frame_count").asInt();
        for (int n = 0; n < count; n += Math.max(1, count / 5)) {
          assertThat(scan.inText(read(ocr, frame(video, n), PageMode.SPARSE))).isEmpty();
        }
      }
    }
  }

  @Test
  void logsTopicsMetricsAndFileNamesHoldNoPlantedIdentifier() throws Exception {
    IdentifierScan scan = new IdentifierScan(suite.planted());
    Path data = suite.data();
    List<Path> everything =
        Stream.of("logs", "kafka", "postgres", "blobs", "run", "drop", "keys", "identity-keys")
            .map(data::resolve)
            .filter(Files::exists)
            .toList();
    assertThat(scan.inFiles(everything)).isEmpty();
    assertThat(scan.inText(suite.output())).isEmpty();
    for (SuiteState.PartState part : suite.state().parts()) {
      if (part.name().contains("-")) {
        assertThat(scan.inText(metrics(part.port()))).isEmpty();
      }
    }
  }

  @Test
  void theScanFindsAPlantedFault() throws Exception {
    IdentifierScan scan = new IdentifierScan(suite.planted());
    Path folder = Files.createTempDirectory("planted");
    String name = suite.planted().get(0);
    Files.writeString(folder.resolve("service.log"), "read " + name, StandardCharsets.UTF_16LE);
    Files.writeString(folder.resolve(name + ".pdf"), "nothing");
    assertThat(scan.inFiles(List.of(folder))).hasSize(2);
    assertThat(scan.inText(Files.readString(suite.data().resolve("samples/planted.json"))))
        .containsAll(suite.planted());
  }

  @Test
  @Scenario("A8")
  void theSameFileThroughBothBoundariesIsOneJobAndOneMedium() throws Exception {
    Path sample = suite.sample("_born_digital.pdf");
    long media = suite.json("/api/media/pdfs/").path("count").asLong();
    int jobs = suite.client().jobs().size();
    UploadResult again = suite.client().upload(sample, "local");
    assertThat(again.reused()).isTrue();
    drop(sample, "local", "report_import");
    await().atMost(SOON).until(() -> isEmpty(suite.data().resolve("drop/local")));
    assertThat(suite.client().upload(sample, "local").jobId()).isEqualTo(again.jobId());
    assertThat(suite.client().jobs()).hasSize(jobs);
    assertThat(suite.json("/api/media/pdfs/").path("count").asLong()).isEqualTo(media);
  }

  @Test
  @Scenario("A9")
  void theSameBytesAtTwoCentersAreTwoJobsAndTwoMedia() {
    Path sample = suite.sample("_born_digital.pdf");
    UploadResult here = suite.client().upload(sample, "local");
    UploadResult there = suite.client().upload(sample, "north");
    assertThat(there.jobId()).isNotEqualTo(here.jobId());
    JobRow north = suite.awaitFinished(there.jobId());
    assertThat(north.status()).isEqualTo("anonymized");
    assertThat(north.mediumId()).isNotEqualTo(suite.job(here.jobId()).mediumId());
    assertThat(north.patientId()).isNotEqualTo(suite.job(here.jobId()).patientId());
  }

  @Test
  @Scenario("A24")
  void withTheBrokerAwayUploadsAreAcceptedAndProceedWhenItIsBack() throws Exception {
    Path sample = suite.sample("_mixed.pdf");
    suite.signal("kafka", "-STOP");
    UploadResult accepted;
    try {
      accepted = suite.client().upload(sample, "north");
      assertThat(accepted.reused()).isFalse();
      assertThat(suite.job(accepted.jobId()).status()).isEqualTo("pending");
    } finally {
      suite.signal("kafka", "-CONT");
    }
    assertThat(suite.awaitFinished(accepted.jobId()).status()).isEqualTo("anonymized");
  }

  @Test
  void frameNOverHttpIsFrameNOfTheFile() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/ffmpeg")), "needs the ffmpeg command");
    Random random = new Random(7);
    for (JsonNode video : suite.results("/api/media/videos/")) {
      Path file = Files.createTempFile("processed", ".mp4");
      Files.write(file, suite.get(video.path("stream_url").asText()).body());
      int count = video.path("frame_count").asInt();
      CliFrames cli =
          CliFrames.decode(file, video.path("width").asInt(), video.path("height").asInt());
      assertThat(cli.count()).isEqualTo(count);
      for (int i = 0; i < RANDOM_FRAMES / 2; i++) {
        int n = random.nextInt(count);
        assertThat(cli.nearest(frame(video, n))).as("frame %d", n).isEqualTo(n);
      }
    }
  }

  private List<JobRow> demoJobs() {
    List<JobRow> jobs = suite.client().jobs();
    return jobs.subList(jobs.size() - 6, jobs.size());
  }

  private void drop(Path file, String center, String folder) throws IOException {
    Path intake = suite.data().resolve("drop").resolve(center).resolve(folder);
    Path part = intake.resolve("again.pdf.part");
    Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, intake.resolve("again.pdf"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.noneMatch(Files::isRegularFile);
    }
  }

  private BufferedImage frame(JsonNode video, int n) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        suite.get(
            "/api/media/videos/" + video.path("id").asLong() + "/frames/" + n + "/stream/",
            "Accept",
            "image/png");
    assertThat(answer.statusCode()).isEqualTo(200);
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  private static String extracted(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static List<BufferedImage> renderedPages(byte[] pdf) throws IOException {
    List<BufferedImage> pages = new ArrayList<>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDFRenderer renderer = new PDFRenderer(document);
      for (int page = 0; page < document.getNumberOfPages(); page++) {
        pages.add(renderer.renderImageWithDPI(page, 200));
      }
    }
    return pages;
  }

  private static BufferedImage rendered(byte[] pdf) throws IOException {
    List<BufferedImage> pages = renderedPages(pdf);
    int width = pages.stream().mapToInt(BufferedImage::getWidth).max().orElseThrow();
    int height = pages.stream().mapToInt(BufferedImage::getHeight).sum();
    BufferedImage all = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = all.createGraphics();
    int y = 0;
    for (BufferedImage page : pages) {
      graphics.drawImage(page, 0, y, null);
      y += page.getHeight();
    }
    graphics.dispose();
    return all;
  }

  private static String read(OcrEngine ocr, BufferedImage image, PageMode mode) {
    return ocr.read(image, mode).stream().map(OcrWord::text).collect(Collectors.joining(" "));
  }

  private static String metrics(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics")).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
