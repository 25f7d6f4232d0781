package org.endoreg.anonymizer.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.ocr.OcrEngine;
import org.endoreg.anonymizer.ocr.TessData;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.video.VideoSampleOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverlayReaderTest {
  private OcrEngine ocr;

  @BeforeAll
  void start() throws Exception {
    ocr = OcrEngine.open(TessData.locate(Optional.empty()));
  }

  @AfterAll
  void stop() {
    ocr.close();
  }

  /** The people of these seeds carry umlauts, capital Ü among them, and every digit. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyFieldOfTheOverlayIsReadAsPrinted(long seed, @TempDir Path folder) throws Exception {
    int rows = seed % 3 == 0 ? 720 : 1080;
    VideoSampleOptions options =
        VideoSampleOptions.PLAIN.size(rows * 16 / 9, rows).lasting(0.1, 10);
    SampleVideo video = SampleVideo.in(folder, seed, options);

    SensitiveMeta read = new OverlayReader(ocr).read(video.frames(), profile(options));

    InventedExamination printed = video.examination();
    assertThat(read.firstName()).isEqualTo(printed.patient().firstName());
    assertThat(read.lastName()).isEqualTo(printed.patient().lastName());
    assertThat(read.birthDate()).isEqualTo(printed.patient().birthDate());
    assertThat(read.examinationDate()).isEqualTo(printed.startedAt().toLocalDate());
    assertThat(read.examinationTime()).isEqualTo(printed.startedAt().toLocalTime());
    assertThat(read.endoscopeType()).isEqualTo(printed.deviceModel());
    assertThat(read.endoscopeSerial()).isEqualTo(printed.deviceSerial());
  }

  private static ProcessorProfile profile(VideoSampleOptions options) {
    return ProcessorProfiles.bundled()
        .named("olympus_cv_1500")
        .orElseThrow()
        .on(options.width(), options.height());
  }
}
