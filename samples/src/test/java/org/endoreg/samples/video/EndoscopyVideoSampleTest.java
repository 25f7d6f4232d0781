package org.endoreg.samples.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.ffmpeg.DecodedFrame;
import org.endoreg.ffmpeg.FrameReader;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.Roi;
import org.endoreg.ffmpeg.VideoFacts;
import org.endoreg.ffmpeg.VideoProbe;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.PeopleBySeed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndoscopyVideoSampleTest {
  private static final VideoSampleOptions SMALL =
      VideoSampleOptions.PLAIN.size(1280, 720).lasting(1, 25);

  private final Path folder;

  EndoscopyVideoSampleTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void sameSeedGivesTheSameBytesAndAnotherSeedOthers() throws Exception {
    byte[] first = Files.readAllBytes(write(4, SMALL));
    byte[] again = Files.readAllBytes(write(4, SMALL));
    byte[] other = Files.readAllBytes(write(5, SMALL));

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void drawsEveryTextInItsBoxOnEveryFrame() throws Exception {
    for (ProcessorLayout layout :
        List.of(ProcessorLayout.OLYMPUS_CV_1500, ProcessorLayout.UNKNOWN_PROCESSOR)) {
      VideoSampleOptions options = SMALL.layout(layout);
      EndoscopyVideoSample sample = sample(4, options);
      try (SeekableByteChannel video = Files.newByteChannel(write(4, options));
          FrameReader reader =
              FrameReader.open(video, new VideoProbe().probe(video).timeline(), 1)) {
        reader.forEachFrame(
            8,
            frame -> {
              for (PlantedText planted : sample.plantedTexts()) {
                assertThat(brightShare(frame, planted.box()))
                    .as(planted.field().name())
                    .isBetween(0.01, 0.5);
              }
              return true;
            });
      }
    }
  }

  @Test
  void showsAMovingReddishPicture() throws Exception {
    EndoscopyVideoSample sample = sample(4, SMALL);
    try (SeekableByteChannel video = Files.newByteChannel(write(4, SMALL));
        FrameReader reader = FrameReader.open(video, new VideoProbe().probe(video).timeline(), 1);
        DecodedFrame first = reader.frame(0);
        DecodedFrame later = reader.frame(20)) {
      Roi picture = sample.picture();
      assertThat(later.lumaPlane(picture)).isNotEqualTo(first.lumaPlane(picture));
      int pixel =
          first
              .toBufferedImage()
              .getRGB(picture.x() + picture.width() / 4, picture.y() + picture.height() / 3);
      assertThat(pixel >> 16 & 0xFF).isGreaterThan((pixel & 0xFF) + 30);
    }
  }

  @Test
  void plantsSoundAndTheNameInTheTitleWhenAsked() throws Exception {
    Path file = write(4, SMALL.withSoundAndTitle());

    assertThat(facts(file).audioStreams()).isEqualTo(1);
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    assertThat(bytes.contains(examination(4).patient().lastName())).isTrue();
  }

  @Test
  void stampsFramesAndKeepsUnevenSteps() throws Exception {
    VideoSampleOptions options = SMALL.withVariableRate().withFrameStamp();
    EndoscopyVideoSample sample = sample(4, options);
    Path file = write(4, options);
    VideoFacts facts = facts(file);

    assertThat(facts.timeline().variableRate()).isTrue();
    assertThat(facts.frameCount()).isEqualTo(options.frameCount());
    List<Integer> stamps = new ArrayList<>();
    try (SeekableByteChannel video = Files.newByteChannel(file);
        FrameReader reader = FrameReader.open(video, facts.timeline(), 1)) {
      reader.forEachFrame(1, frame -> stamps.add(stamp(frame, sample.stamp())));
    }
    assertThat(stamps)
        .containsExactlyElementsOf(
            java.util.stream.IntStream.range(0, options.frameCount()).boxed().toList());
  }

  @Test
  void showsTheNameInsideThePictureOnlyDuringTheMiddleThird() throws Exception {
    VideoSampleOptions options = SMALL.withNameInPicture();
    EndoscopyVideoSample sample = sample(4, options);
    try (SeekableByteChannel video = Files.newByteChannel(write(4, options));
        FrameReader reader = FrameReader.open(video, new VideoProbe().probe(video).timeline(), 1)) {
      reader.forEachFrame(
          1,
          frame -> {
            boolean bright = brightShare(frame, sample.nameInPicture()) > 0.02;
            assertThat(bright).isEqualTo(sample.showsNameInPicture(frame.number()));
            return true;
          });
    }
  }

  private static int stamp(DecodedFrame frame, Roi box) throws MediaFailure {
    int number = 0;
    for (int bit = 0; bit < 16; bit++) {
      number |= frame.luma(box.x() + bit * 16 + 8, box.y() + 8) > 128 ? 1 << bit : 0;
    }
    return number;
  }

  private static double brightShare(DecodedFrame frame, Roi box) throws MediaFailure {
    byte[] plane = frame.lumaPlane(box);
    int bright = 0;
    for (byte value : plane) {
      bright += (value & 0xFF) > 180 ? 1 : 0;
    }
    return (double) bright / plane.length;
  }

  private static VideoFacts facts(Path file) throws Exception {
    try (SeekableByteChannel video = Files.newByteChannel(file)) {
      return new VideoProbe().probe(video);
    }
  }

  private Path write(long seed, VideoSampleOptions options) throws Exception {
    Path file = Files.createTempFile(folder, "sample", ".mp4");
    sample(seed, options).writeTo(file);
    return file;
  }

  private static EndoscopyVideoSample sample(long seed, VideoSampleOptions options) {
    return new EndoscopyVideoSample(examination(seed), seed, options);
  }

  private static InventedExamination examination(long seed) {
    PeopleBySeed people = new PeopleBySeed(seed);
    return people.nextExamination(people.nextPatient(), ExaminationKind.COLONOSCOPY);
  }
}
