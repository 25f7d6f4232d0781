package org.endoreg.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.ffmpeg.MediaFailure.Reason;
import org.junit.jupiter.api.Test;

class MaskAndEncodeTest {
  private static final VideoProbe PROBE = new VideoProbe();
  private static final EncodeSettings SETTINGS = EncodeSettings.clinical(1);
  private static final MaskPlan PLAN = MaskPlan.showing(StampedVideo.ROI);

  private final MaskAndEncode maskAndEncode = new MaskAndEncode(SETTINGS);

  @Test
  void keepsCountTimeStampsAndPicturesOfAConstantRateVideo() throws Exception {
    keepsTheTimelineAndMasksEveryFrame(StampedVideo.thirtyPerSecond(150));
  }

  @Test
  void keepsCountTimeStampsAndPicturesOfAVariableRateVideo() throws Exception {
    keepsTheTimelineAndMasksEveryFrame(
        StampedVideo.write(
            StampedVideo.settings(new TimeBase(1, 90_000), 18), StampedVideo.variable()));
  }

  @Test
  void keepsAStartTimeAboveZero() throws Exception {
    keepsTheTimelineAndMasksEveryFrame(
        StampedVideo.write(
            StampedVideo.settings(new TimeBase(1, 12_800), 25),
            StampedVideo.constant(60, 12_800, 512)));
  }

  @Test
  void keepsTheTimelineOfAVideoWithBFrames() throws Exception {
    WriterSettings settings =
        StampedVideo.settings(new TimeBase(1, 25), 25).as(VideoCodec.MPEG4, "mp4", 2);
    keepsTheTimelineAndMasksEveryFrame(
        StampedVideo.write(settings, StampedVideo.constant(75, 0, 1)));
  }

  @Test
  void keepsTheTimelineOfAnAviWithSound() throws Exception {
    WriterSettings settings =
        StampedVideo.settings(new TimeBase(1, 25), 25)
            .as(VideoCodec.MPEG4, "avi", 0)
            .withTitleAndTone("Erika Mustermann");
    keepsTheTimelineAndMasksEveryFrame(
        StampedVideo.write(settings, StampedVideo.constant(50, 0, 1)));
  }

  private void keepsTheTimelineAndMasksEveryFrame(MemoryChannel source) throws Exception {
    VideoFacts before = PROBE.probe(source);
    MemoryChannel target = mask(source, before, PLAN, FrameTap.NONE);
    VideoFacts after = PROBE.probe(target);

    assertThat(after.timeline().timeBase()).isEqualTo(before.timeline().timeBase());
    assertThat(after.timeline().ptsArray()).isEqualTo(before.timeline().ptsArray());
    assertThat(after.durationSeconds()).isEqualTo(before.durationSeconds());
    assertThat(after.codec()).isEqualTo("h264");
    assertThat(after.range()).isEqualTo(ColourRange.FULL);
    assertThat(after.audioStreams() + after.subtitleStreams() + after.otherStreams()).isZero();
    try (FrameReader reader = FrameReader.open(target, after.timeline(), 1)) {
      int decoded =
          reader.forEachFrame(
              1,
              frame -> {
                assertThat(StampedVideo.stampOf(frame)).isEqualTo(frame.number());
                assertThat(frame.brightestOutside(StampedVideo.ROI)).isLessThanOrEqualTo(16);
                return true;
              });
      assertThat(decoded).isEqualTo(before.frameCount());
    }
  }

  @Test
  void dropsSoundTitleAndEveryOtherTrace() throws Exception {
    WriterSettings settings =
        StampedVideo.settings(new TimeBase(1, 12_800), 25).withTitleAndTone("Erika Mustermann");
    MemoryChannel source = StampedVideo.write(settings, StampedVideo.constant(50, 0, 512));
    assertThat(text(source).contains("Mustermann")).isTrue();

    MemoryChannel target = mask(source, PROBE.probe(source), PLAN, FrameTap.NONE);

    assertThat(PROBE.probe(target).audioStreams()).isZero();
    for (String trace :
        List.of("Mustermann", "Lavf", "Lavc", "\u00a9too", "soun", "mp4a", "openh264")) {
      assertThat(text(target).contains(trace)).as(trace).isFalse();
    }
  }

  @Test
  void putsTheIndexInFrontAndAKeyframeEveryTwoSeconds() throws Exception {
    MemoryChannel source = StampedVideo.thirtyPerSecond(150);
    MemoryChannel target = mask(source, PROBE.probe(source), PLAN, FrameTap.NONE);

    assertThat(text(target).indexOf("moov")).isPositive().isLessThan(text(target).indexOf("mdat"));
    assertThat(PROBE.probe(target).timeline().keyframes()).containsExactly(0, 60, 120);
  }

  @Test
  void blackensRegionsAndWholePicturesForTheirInterval() throws Exception {
    MemoryChannel source = StampedVideo.thirtyPerSecond(40);
    Roi overlay = new Roi(201, 101, 41, 21);
    MaskPlan plan =
        new MaskPlan(
            StampedVideo.ROI,
            List.of(
                new Blackout(new FrameInterval(5, 9), overlay),
                Blackout.wholePicture(new FrameInterval(20, 29))));
    MemoryChannel target = mask(source, PROBE.probe(source), plan, FrameTap.NONE);

    Timeline timeline = PROBE.probe(target).timeline();
    assertThat(timeline.keyframes()).contains(5, 10, 20, 30);
    try (FrameReader reader = FrameReader.open(target, timeline, 1)) {
      reader.forEachFrame(
          1,
          frame -> {
            int inOverlay = brightest(frame.lumaPlane(overlay));
            int anywhere = brightest(frame.lumaPlane(Roi.EVERYWHERE));
            boolean whole = frame.number() >= 20 && frame.number() < 30;
            boolean masked = whole || (frame.number() >= 5 && frame.number() < 10);
            assertThat(inOverlay <= 16).as("overlay, frame " + frame.number()).isEqualTo(masked);
            assertThat(anywhere <= 16).as("picture, frame " + frame.number()).isEqualTo(whole);
            return true;
          });
    }
  }

  @Test
  void letsTheTapBlackenFramesHeldBackInTheSamePass() throws Exception {
    MemoryChannel source = StampedVideo.thirtyPerSecond(40);
    List<Integer> looked = new ArrayList<>();
    FrameTap tap =
        new FrameTap() {
          @Override
          public int framesHeldBack() {
            return 10;
          }

          @Override
          public boolean wants(int frameNumber) {
            return frameNumber % 5 == 0;
          }

          @Override
          public void look(DecodedFrame frame, LiveMask mask) throws MediaFailure {
            assertThat(StampedVideo.stampOf(frame)).isEqualTo(frame.number());
            assertThat(frame.luma(10, 10)).isGreaterThan(200);
            looked.add(frame.number());
            if (frame.number() == 20) {
              mask.blacken(Blackout.wholePicture(new FrameInterval(12, 25)));
            }
          }
        };
    MemoryChannel target = mask(source, PROBE.probe(source), PLAN, tap);

    assertThat(looked).containsExactly(0, 5, 10, 15, 20, 25, 30, 35);
    try (FrameReader reader = FrameReader.open(target, PROBE.probe(target).timeline(), 1)) {
      reader.forEachFrame(
          1,
          frame -> {
            boolean black = brightest(frame.lumaPlane(Roi.EVERYWHERE)) <= 16;
            assertThat(black).isEqualTo(frame.number() >= 12 && frame.number() <= 25);
            return true;
          });
    }
  }

  @Test
  void refusesToBlackenWhatIsAlreadyEncoded() throws Exception {
    MemoryChannel source = StampedVideo.thirtyPerSecond(20);
    VideoFacts facts = PROBE.probe(source);
    FrameTap late =
        new FrameTap() {
          @Override
          public boolean wants(int frameNumber) {
            return frameNumber == 10;
          }

          @Override
          public void look(DecodedFrame frame, LiveMask mask) {
            mask.blacken(Blackout.wholePicture(new FrameInterval(9, 10)));
          }
        };

    assertThatThrownBy(() -> mask(source, facts, PLAN, late))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void stopsWhenAsked() throws Exception {
    MemoryChannel source = StampedVideo.thirtyPerSecond(60);
    VideoFacts facts = PROBE.probe(source);
    EncodeWatch impatient =
        new EncodeWatch() {
          private int done;

          @Override
          public boolean cancelled() {
            return done >= 10;
          }

          @Override
          public void progress(int framesDone, int framesTotal) {
            assertThat(framesTotal).isEqualTo(60);
            done = framesDone;
          }
        };

    MediaFailure failure =
        catchThrowableOfType(
            MediaFailure.class,
            () ->
                maskAndEncode.run(
                    source, facts, new MemoryChannel(), PLAN, FrameTap.NONE, impatient));
    assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
  }

  @Test
  void keepsStudioRangeWhenTold() throws Exception {
    MemoryChannel source = StampedVideo.thirtyPerSecond(10);
    VideoFacts facts = PROBE.probe(source);
    MemoryChannel target = new MemoryChannel();
    new MaskAndEncode(new EncodeSettings(1, 1, false, 2, 8_000_000))
        .run(source, facts, target, PLAN, FrameTap.NONE, EncodeWatch.NONE);

    VideoFacts after = PROBE.probe(target);
    assertThat(after.range()).isEqualTo(ColourRange.LIMITED);
    try (FrameReader reader = FrameReader.open(target, after.timeline(), 1);
        DecodedFrame frame = reader.frame(5)) {
      assertThat(frame.luma(20, 100)).isEqualTo(16);
    }
  }

  @Test
  void writesTheSameBytesForTheSameInput() throws Exception {
    MemoryChannel source = StampedVideo.thirtyPerSecond(30);
    VideoFacts facts = PROBE.probe(source);

    assertThat(mask(source, facts, PLAN, FrameTap.NONE).content())
        .isEqualTo(mask(source, facts, PLAN, FrameTap.NONE).content());
  }

  @Test
  void failsWithWhatTheTargetThrew() throws Exception {
    MemoryChannel source = StampedVideo.thirtyPerSecond(30);
    VideoFacts facts = PROBE.probe(source);
    MemoryChannel target = new MemoryChannel();
    target.breakNow();

    assertThatThrownBy(
            () -> maskAndEncode.run(source, facts, target, PLAN, FrameTap.NONE, EncodeWatch.NONE))
        .hasMessage("storage is gone");
    assertThat(ChannelIo.openCount()).isZero();
  }

  @Test
  void saysUnreadableWhenFramesAreMissingThatTheTimelinePromises() throws Exception {
    MemoryChannel source = StampedVideo.thirtyPerSecond(30);
    VideoFacts longer = PROBE.probe(StampedVideo.thirtyPerSecond(31));

    MediaFailure failure =
        catchThrowableOfType(MediaFailure.class, () -> mask(source, longer, PLAN, FrameTap.NONE));
    assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
  }

  private MemoryChannel mask(MemoryChannel source, VideoFacts facts, MaskPlan plan, FrameTap tap)
      throws Exception {
    MemoryChannel target = new MemoryChannel();
    EncodedVideo result = maskAndEncode.run(source, facts, target, plan, tap, EncodeWatch.NONE);
    assertThat(result.frames()).isEqualTo(facts.frameCount());
    return target;
  }

  private static int brightest(byte[] plane) {
    int brightest = 0;
    for (byte value : plane) {
      brightest = Math.max(brightest, value & 0xFF);
    }
    return brightest;
  }

  private static String text(MemoryChannel channel) {
    return new String(channel.content(), StandardCharsets.ISO_8859_1);
  }
}
