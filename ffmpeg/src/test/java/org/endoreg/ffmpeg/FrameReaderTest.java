package org.endoreg.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private static final VideoProbe PROBE = new VideoProbe();

  @Test
  void givesEveryFrameOfAConstantRateVideoInRandomOrder() throws Exception {
    givesEveryFrameInRandomOrder(StampedVideo.thirtyPerSecond(150));
  }

  @Test
  void givesEveryFrameOfAVariableRateVideoInRandomOrder() throws Exception {
    WriterSettings settings = StampedVideo.settings(new TimeBase(1, 90_000), 18).keyframeEvery(25);
    givesEveryFrameInRandomOrder(StampedVideo.write(settings, StampedVideo.variable()));
  }

  @Test
  void givesEveryFrameWhenTheClockStartsAboveZero() throws Exception {
    WriterSettings settings = StampedVideo.settings(new TimeBase(1, 12_800), 25).keyframeEvery(20);
    givesEveryFrameInRandomOrder(
        StampedVideo.write(settings, StampedVideo.constant(80, 12_800, 512)));
  }

  @Test
  void givesEveryFrameOfAVideoWithBFrames() throws Exception {
    WriterSettings settings =
        StampedVideo.settings(new TimeBase(1, 25), 25)
            .as(VideoCodec.MPEG4, "mp4", 3)
            .keyframeEvery(24);
    givesEveryFrameInRandomOrder(StampedVideo.write(settings, StampedVideo.constant(100, 0, 1)));
  }

  @Test
  void givesEveryFrameOfATransportStreamThatHasNoIndex() throws Exception {
    WriterSettings settings =
        StampedVideo.settings(new TimeBase(1, 90_000), 25)
            .as(VideoCodec.H264, "mpegts", 0)
            .keyframeEvery(20);
    givesEveryFrameInRandomOrder(StampedVideo.write(settings, StampedVideo.constant(60, 0, 3600)));
  }

  @Test
  void givesEveryFrameOfAnAviWithBFrames() throws Exception {
    WriterSettings settings =
        StampedVideo.settings(new TimeBase(1, 25), 25)
            .as(VideoCodec.MPEG4, "avi", 2)
            .keyframeEvery(24);
    givesEveryFrameInRandomOrder(StampedVideo.write(settings, StampedVideo.constant(50, 0, 1)));
  }

  private static void givesEveryFrameInRandomOrder(MemoryChannel video) throws Exception {
    Timeline timeline = PROBE.probe(video).timeline();
    List<Integer> numbers =
        new ArrayList<>(IntStream.range(0, timeline.frameCount()).boxed().toList());
    Collections.shuffle(numbers, new Random(7));
    try (FrameReader reader = FrameReader.open(video, timeline, 1)) {
      for (int number : numbers) {
        try (DecodedFrame frame = reader.frame(number)) {
          assertThat(StampedVideo.stampOf(frame)).isEqualTo(number);
          assertThat(frame.pts()).isEqualTo(timeline.pts(number));
        }
      }
    }
  }

  @Test
  void readsOnlyASmallPartOfTheFileForOneFrame() throws Exception {
    WriterSettings settings =
        StampedVideo.settings(new TimeBase(1, 12_800), 25)
            .keyframeEvery(10)
            .at(8_000_000)
            .frames(600);
    MemoryChannel video = StampedVideo.write(settings, StampedVideo.constant(600, 0, 512));
    Timeline timeline = PROBE.probe(video).timeline();
    long before = video.bytesRead();

    try (FrameReader reader = FrameReader.open(video, timeline, 1);
        DecodedFrame last = reader.frame(599)) {
      assertThat(StampedVideo.stampOf(last)).isEqualTo(599);
    }

    assertThat(video.bytesRead() - before).isLessThan(video.size() / 3);
  }

  @Test
  void refusesNumbersThatDoNotExist() throws Exception {
    MemoryChannel video = StampedVideo.thirtyPerSecond(10);
    Timeline timeline = PROBE.probe(video).timeline();
    try (FrameReader reader = FrameReader.open(video, timeline, 1)) {
      assertThatThrownBy(() -> reader.frame(10)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> reader.frame(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void showsEveryThirdFrameInOnePass() throws Exception {
    MemoryChannel video = StampedVideo.thirtyPerSecond(31);
    List<Integer> seen = new ArrayList<>();
    try (FrameReader reader = FrameReader.open(video, PROBE.probe(video).timeline(), 1)) {
      int decoded =
          reader.forEachFrame(
              3,
              frame -> {
                assertThat(StampedVideo.stampOf(frame)).isEqualTo(frame.number());
                return seen.add(frame.number());
              });
      assertThat(decoded).isEqualTo(31);
    }
    assertThat(seen).containsExactly(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30);
  }

  @Test
  void encodesStillsThatShowTheFrame() throws Exception {
    MemoryChannel video = StampedVideo.thirtyPerSecond(5);
    try (FrameReader reader = FrameReader.open(video, PROBE.probe(video).timeline(), 1);
        DecodedFrame frame = reader.frame(3)) {
      BufferedImage direct = frame.toBufferedImage();
      BufferedImage png = ImageIO.read(new ByteArrayInputStream(frame.png()));
      BufferedImage jpeg = ImageIO.read(new ByteArrayInputStream(frame.jpeg()));

      assertThat(png.getWidth()).isEqualTo(320);
      assertThat(png.getRGB(200, 100)).isEqualTo(direct.getRGB(200, 100));
      assertThat(png.getRGB(10, 10)).isEqualTo(direct.getRGB(10, 10));
      assertThat((jpeg.getRGB(10, 10) >> 8 & 0xFF) - (png.getRGB(10, 10) >> 8 & 0xFF))
          .isBetween(-8, 8);
    }
  }

  @Test
  void cutsARegionOutOfTheFrame() throws Exception {
    MemoryChannel video = StampedVideo.thirtyPerSecond(2);
    try (FrameReader reader = FrameReader.open(video, PROBE.probe(video).timeline(), 1);
        DecodedFrame frame = reader.frame(1)) {
      BufferedImage whole = frame.toBufferedImage();
      BufferedImage part = frame.toBufferedImage(new Roi(91, 33, 21, 400));

      assertThat(part.getWidth()).isEqualTo(21);
      assertThat(part.getHeight()).isEqualTo(207);
      assertThat((part.getRGB(2, 60) & 0xFF) - (whole.getRGB(93, 93) & 0xFF)).isBetween(-6, 6);
      assertThat(frame.lumaPlane(new Roi(0, 20, 4, 2))).hasSize(8);
    }
  }
}
