package org.endoreg.anonymizer.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.ocr.OcrEngine;
import org.endoreg.anonymizer.ocr.TessData;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ffmpeg.FrameReader;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.Roi;
import org.endoreg.ffmpeg.TimeBase;
import org.endoreg.ffmpeg.VideoCodec;
import org.endoreg.ffmpeg.VideoFacts;
import org.endoreg.ffmpeg.VideoProbe;
import org.endoreg.ffmpeg.VideoWriter;
import org.endoreg.ffmpeg.WriterSettings;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.video.ProcessorLayout;
import org.endoreg.samples.video.VideoSampleOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VideoAnonymizerTest {
  private static final VideoSampleOptions LARGE = VideoSampleOptions.PLAIN.lasting(1.2, 10);
  private static final VideoSampleOptions SMALL = LARGE.size(1280, 720);
  private static final int BLACK = 16;

  private OcrEngine ocr;
  private VideoAnonymizer anonymizer;

  @BeforeAll
  void start() throws Exception {
    ocr = OcrEngine.open(TessData.locate(Optional.empty()));
    anonymizer = new VideoAnonymizer(ocr, Recognition.standard(), 2);
  }

  @AfterAll
  void stop() {
    ocr.close();
  }

  @Test
  void aRecordingKeepsItsFramesAndTimesAndLosesItsStrips(@TempDir Path folder) throws Exception {
    assertAnonymized(SampleVideo.in(folder, 3, LARGE.withFrameStamp()), folder);
  }

  @Test
  void theProfileIsScaledToSmallerOutputs(@TempDir Path folder) throws Exception {
    assertAnonymized(SampleVideo.in(folder, 4, SMALL), folder);
  }

  @Test
  void unevenTimeStampsStayExactlyWhatTheyWere(@TempDir Path folder) throws Exception {
    SampleVideo video = SampleVideo.in(folder, 5, SMALL.withVariableRate());
    assertAnonymized(video, folder);
    assertThat(facts(video.file()).timeline().variableRate()).isTrue();
  }

  @Test
  void soundAndTitleAreGoneWithoutATrace(@TempDir Path folder) throws Exception {
    SampleVideo video = SampleVideo.in(folder, 6, SMALL.withSoundAndTitle());
    assertThat(text(video.file())).contains(video.examination().patient().lastName());
    AnonymizedVideo anonymized = assertAnonymized(video, folder);
    assertThat(anonymized.removedByType()).containsEntry("audio_track", 1);
  }

  private AnonymizedVideo assertAnonymized(SampleVideo video, Path folder) throws Exception {
    Path artifact = folder.resolve("artifact.mp4");
    AnonymizedVideo anonymized = anonymize(video.file(), artifact);

    assertIdentity(anonymized.meta(), video.examination());
    assertThat(anonymized.removedByType())
        .containsEntry("name", 2)
        .containsEntry("birth_date", 1)
        .containsEntry("date", 1)
        .containsEntry("time", 1)
        .containsEntry("device_serial", 1);
    assertThat(anonymized.toString()).doesNotContain(video.examination().patient().lastName());
    VideoFacts source = facts(video.file());
    VideoFacts result = facts(artifact);
    assertThat(result.frameCount()).isEqualTo(source.frameCount());
    assertThat(result.timeline().timeBase()).isEqualTo(source.timeline().timeBase());
    assertThat(result.timeline().ptsArray()).isEqualTo(source.timeline().ptsArray());
    assertThat(result.audioStreams() + result.subtitleStreams() + result.otherStreams()).isZero();
    assertThat(brightestOutside(artifact, video.sample().picture())).isLessThanOrEqualTo(BLACK);
    assertNothingWritten(artifact, video.examination());
    return anonymized;
  }

  private static void assertIdentity(SensitiveMeta read, InventedExamination printed) {
    assertThat(read.firstName()).isEqualTo(printed.patient().firstName());
    assertThat(read.lastName()).isEqualTo(printed.patient().lastName());
    assertThat(read.birthDate()).isEqualTo(printed.patient().birthDate());
    assertThat(read.examinationDate()).isEqualTo(printed.startedAt().toLocalDate());
  }

  private static void assertNothingWritten(Path artifact, InventedExamination printed)
      throws IOException {
    DateTimeFormatter day = DateTimeFormatter.ofPattern("dd.MM.yyyy");
    assertThat(text(artifact))
        .doesNotContain(printed.patient().firstName())
        .doesNotContain(printed.patient().lastName())
        .doesNotContain(printed.deviceSerial())
        .doesNotContain(day.format(printed.patient().birthDate()));
  }

  @Test
  void aRecordingOfAnUnknownProcessorIsRefused(@TempDir Path folder) throws Exception {
    VideoSampleOptions other = SMALL.layout(ProcessorLayout.UNKNOWN_PROCESSOR);
    SampleVideo video = SampleVideo.in(folder, 7, other);
    assertThat(refusal(video.file(), folder)).isEqualTo(ProblemCode.ROI_UNRESOLVED);
    assertThat(folder.resolve("artifact.mp4")).isEmptyFile();
  }

  @Test
  void halfARecordingIsRefused(@TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(SampleVideo.in(folder, 8, SMALL).file());
    Path half = Files.write(folder.resolve("half.mp4"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(refusal(half, folder)).isEqualTo(ProblemCode.UNREADABLE_SOURCE);
  }

  @Test
  void textWithTheNameOfARecordingIsRefused(@TempDir Path folder) throws Exception {
    Path text = Files.writeString(folder.resolve("renamed.mp4"), "no video at all\n".repeat(99));
    assertThat(refusal(text, folder)).isEqualTo(ProblemCode.UNREADABLE_SOURCE);
  }

  @Test
  void aRecordingWithoutAFrameIsRefused(@TempDir Path folder) throws Exception {
    Path empty = folder.resolve("empty.avi");
    WriterSettings settings = WriterSettings.h264(1280, 720, new TimeBase(1, 25), 25);
    try (FileChannel target = SampleVideo.target(empty);
        VideoWriter writer = new VideoWriter(target, settings.as(VideoCodec.MPEG4, "avi", 0))) {
      writer.finish();
    }
    assertThat(refusal(empty, folder)).isEqualTo(ProblemCode.NO_FRAMES);
  }

  @Test
  void workStopsWhenItsLeaseIsLost(@TempDir Path folder) throws Exception {
    SampleVideo video = SampleVideo.in(folder, 9, SMALL);
    try (SeekableByteChannel source = video.open();
        FileChannel target = SampleVideo.target(folder.resolve("artifact.mp4"))) {
      VideoRefused refused =
          catchThrowableOfType(
              VideoRefused.class,
              () -> anonymizer.anonymize(source, target, profile(), progress(true)));
      assertThat(refused.code()).isEqualTo(ProblemCode.LEASE_LOST);
    }
  }

  private ProblemCode refusal(Path source, Path folder) {
    VideoRefused refused =
        catchThrowableOfType(
            VideoRefused.class, () -> anonymize(source, folder.resolve("artifact.mp4")));
    assertThat(refused).hasMessage(refused.code().wireName()).hasNoCause();
    return refused.code();
  }

  private AnonymizedVideo anonymize(Path source, Path artifact) throws IOException, VideoRefused {
    try (SeekableByteChannel bytes = Files.newByteChannel(source);
        FileChannel target = SampleVideo.target(artifact)) {
      return anonymizer.anonymize(bytes, target, profile(), progress(false));
    }
  }

  private static ProcessorProfile profile() {
    return ProcessorProfiles.bundled().named("olympus_cv_1500").orElseThrow();
  }

  private static VideoFacts facts(Path file) throws IOException, MediaFailure {
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      return new VideoProbe().probe(bytes);
    }
  }

  /** The artifact is full range: black is 0. The encoder may ring at the edge. */
  private static int brightestOutside(Path artifact, Roi picture) throws IOException, MediaFailure {
    Roi ringing = new Roi(picture.x() - 2, picture.y(), picture.width() + 4, picture.height() + 2);
    int[] brightest = new int[1];
    VideoFacts facts = facts(artifact);
    try (SeekableByteChannel bytes = Files.newByteChannel(artifact);
        FrameReader frames = FrameReader.open(bytes, facts.timeline(), 2)) {
      int seen =
          frames.forEachFrame(
              1,
              frame -> {
                brightest[0] = Math.max(brightest[0], frame.brightestOutside(ringing));
                return true;
              });
      assertThat(seen).isEqualTo(facts.frameCount());
    }
    return brightest[0];
  }

  /** Names occur in UTF-8 in containers; other bytes do not matter here. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static VideoProgress progress(boolean cancelled) {
    return new VideoProgress() {
      @Override
      public void encoded(int percent) {
        assertThat(percent).isBetween(0, 100);
      }

      @Override
      public void checked(int percent) {
        assertThat(percent).isBetween(0, 100);
      }

      @Override
      public boolean cancelled() {
        return cancelled;
      }
    };
  }
}
