package org.endoreg.anonymizer.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.ocr.OcrEngine;
import org.endoreg.anonymizer.ocr.TessData;
import org.endoreg.anonymizer.recognition.KnownIdentity;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ffmpeg.EncodeSettings;
import org.endoreg.ffmpeg.EncodeWatch;
import org.endoreg.ffmpeg.FrameTap;
import org.endoreg.ffmpeg.MaskAndEncode;
import org.endoreg.ffmpeg.MaskPlan;
import org.endoreg.ffmpeg.Roi;
import org.endoreg.ffmpeg.VideoFacts;
import org.endoreg.ffmpeg.VideoProbe;
import org.endoreg.samples.InventedPatient;
import org.endoreg.samples.video.VideoSampleOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts of a masking pass that went wrong, which the re-read must not let through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VideoResidualCheckTest {
  private static final VideoSampleOptions SMALL =
      VideoSampleOptions.PLAIN.size(1280, 720).lasting(1.2, 10);

  private OcrEngine ocr;

  @BeforeAll
  void start() throws Exception {
    ocr = OcrEngine.open(TessData.locate(Optional.empty()));
  }

  @AfterAll
  void stop() {
    ocr.close();
  }

  @Test
  void aMaskedRecordingPasses(@TempDir Path folder) throws Exception {
    SampleVideo video = SampleVideo.in(folder, 40, SMALL);
    Path artifact = masked(video, video.sample().picture(), folder);
    assertThat(check(video, artifact, video)).isEmpty();
  }

  @Test
  void aNameLeftInsideThePictureIsFound(@TempDir Path folder) throws Exception {
    SampleVideo video = SampleVideo.in(folder, 41, SMALL.lasting(3.6, 10).withNameInPicture());
    Path artifact = masked(video, video.sample().picture(), folder);
    assertThat(check(video, artifact, video)).contains(ProblemCode.RESIDUAL_PHI);
  }

  @Test
  void aStripLeftBrightIsFoundWhateverItSays(@TempDir Path folder) throws Exception {
    SampleVideo video = SampleVideo.in(folder, 42, SMALL);
    Roi tooWide = new Roi(0, 0, video.sample().picture().right(), 720);
    Path artifact = masked(video, tooWide, folder);
    assertThat(check(video, artifact, video)).contains(ProblemCode.RESIDUAL_PHI);
  }

  @Test
  void aCopyOfTheOriginalIsFound(@TempDir Path folder) throws Exception {
    SampleVideo video = SampleVideo.in(folder, 43, SMALL);
    assertThat(check(video, video.file(), video)).contains(ProblemCode.RESIDUAL_PHI);
  }

  @Test
  void anArtifactWithOtherFramesOrSoundIsNoCounterpart(@TempDir Path folder) throws Exception {
    SampleVideo video = SampleVideo.in(folder, 44, SMALL);
    SampleVideo longer = SampleVideo.in(folder, 45, SMALL.lasting(1.3, 10));
    assertThat(check(longer, masked(video, video.sample().picture(), folder), video))
        .contains(ProblemCode.INTEGRITY_MISMATCH);
    SampleVideo loud = SampleVideo.in(folder, 46, SMALL.withSoundAndTitle());
    assertThat(check(loud, loud.file(), loud)).contains(ProblemCode.INTEGRITY_MISMATCH);
  }

  /** Empty when the artifact passes as the masked form of the source. */
  private Optional<ProblemCode> check(SampleVideo source, Path artifact, SampleVideo shown)
      throws Exception {
    InventedPatient patient = source.examination().patient();
    SensitiveMeta meta =
        SensitiveMeta.builder().patient(patient.firstName(), patient.lastName()).build();
    ShownIdentity identity = new ShownIdentity(Recognition.standard(), new KnownIdentity(meta));
    try (SeekableByteChannel bytes = Files.newByteChannel(artifact)) {
      VideoRefused refused =
          catchThrowableOfType(
              VideoRefused.class,
              () ->
                  new VideoResidualCheck(ocr, 2)
                      .check(
                          bytes,
                          facts(source.file()),
                          shown.sample().picture(),
                          identity,
                          new Unwatched()));
      return Optional.ofNullable(refused).map(VideoRefused::code);
    }
  }

  private static Path masked(SampleVideo video, Roi visible, Path folder) throws Exception {
    Path artifact = folder.resolve("artifact.mp4");
    try (SeekableByteChannel source = video.open();
        FileChannel target = SampleVideo.target(artifact)) {
      new MaskAndEncode(EncodeSettings.clinical(2))
          .run(
              source,
              facts(video.file()),
              target,
              MaskPlan.showing(visible),
              FrameTap.NONE,
              new Unhurried());
    }
    return artifact;
  }

  private static VideoFacts facts(Path file) throws Exception {
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      return new VideoProbe().probe(bytes);
    }
  }

  private static final class Unhurried implements EncodeWatch {
    @Override
    public boolean cancelled() {
      return false;
    }

    @Override
    public void progress(int framesDone, int framesTotal) {}
  }
}
