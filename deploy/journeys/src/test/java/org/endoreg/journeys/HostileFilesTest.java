package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.report.HostileReports;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSamples;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.SuiteFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Bad files end as a job in error with a stable code or are refused; the suite and everybody else's
 * jobs go on.
 */
@ResourceLock(RunningDemo.NAME)
class HostileFilesTest {
  private final SuiteProcess suite = RunningDemo.suite();

  @Test
  void badReportsEndWithTheirCodeAndAGoodOneAmongThemIsNotHeldUp() throws Exception {
    long media = suite.json("/api/media/pdfs/").path("count").asLong();
    Map<String, byte[]> bad = new LinkedHashMap<>();
    bad.put("encrypted_pdf", HostileReports.encrypted());
    bad.put("unreadable_source", HostileReports.truncated());
    bad.put("limit_exceeded", HostileReports.pages(10_000));
    Map<String, String> jobs = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> file : bad.entrySet()) {
      jobs.put(file.getKey(), upload(file.getValue(), ".pdf"));
    }
    String bomb = upload(HostileReports.bomb(512), ".pdf");
    String huge = upload(HostileReports.hugePage(), ".pdf");
    String good = upload(goodReport(), ".pdf");
    for (Map.Entry<String, String> job : jobs.entrySet()) {
      JobRow row = suite.awaitFinished(job.getValue());
      assertThat(row.status()).isEqualTo("error");
      assertThat(row.errorCode()).isEqualTo(job.getKey());
      assertThat(row.mediumId()).isNull();
    }
    assertThat(suite.awaitFinished(bomb).errorCode()).isEqualTo("limit_exceeded");
    assertThat(suite.awaitFinished(huge).errorCode()).isEqualTo("limit_exceeded");
    assertThat(suite.awaitFinished(good).status()).isEqualTo("anonymized");
    assertThat(suite.json("/api/media/pdfs/").path("count").asLong()).isEqualTo(media + 1);
  }

  @Test
  void badVideosEndWithTheirCode() throws Exception {
    byte[] video = Files.readAllBytes(suite.sample("_video.mp4"));
    String cut = upload(Arrays.copyOf(video, video.length / 2), ".mp4");
    String headOnly = upload(Arrays.copyOf(video, 64), ".mp4");
    assertThat(suite.awaitFinished(cut).errorCode()).isEqualTo("unreadable_source");
    assertThat(suite.awaitFinished(headOnly).status()).isEqualTo("error");
  }

  @Test
  void whatIsMislabelledIsRefusedAtTheDoor() {
    byte[] text = "nur Text".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> upload(text, ".mp4"))
        .isInstanceOf(SuiteFailure.class)
        .hasMessageContaining("unsupported_media_type");
    assertThatThrownBy(() -> upload(new byte[0], ".pdf"))
        .isInstanceOf(SuiteFailure.class)
        .hasMessageContaining("empty_file");
  }

  @Test
  void aMislabelledDropEndsAsAJobInErrorAndALinkIsNeverTaken() throws Exception {
    Path intake = suite.data().resolve("drop/north/report_import");
    Path link = intake.resolve("link.pdf");
    Files.createSymbolicLink(link, suite.sample("_scanned.pdf"));
    int before = suite.client().jobs().size();
    Path video = intake.resolve("film.pdf.part");
    Files.write(video, Files.readAllBytes(suite.sample("_video.mp4")));
    Files.move(video, intake.resolve("film.pdf"), StandardCopyOption.ATOMIC_MOVE);
    await().atMost(Duration.ofMinutes(1)).until(() -> suite.client().jobs().size() == before + 1);
    JobRow job = suite.client().jobs().get(0);
    assertThat(job.status()).isEqualTo("error");
    assertThat(job.errorCode()).isEqualTo("media_type_mismatch");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(suite.client().jobs()).hasSize(before + 1);
    Files.delete(link);
  }

  private String upload(byte[] content, String ending) {
    try {
      Path file = Files.createTempFile(UUID.randomUUID().toString(), ending);
      Files.write(file, content);
      return suite.client().upload(file, "local").jobId();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private static byte[] goodReport() {
    return new ReportSamples(System.nanoTime())
        .write(ExaminationKind.GASTROSCOPY, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL)
        .pdf();
  }
}
