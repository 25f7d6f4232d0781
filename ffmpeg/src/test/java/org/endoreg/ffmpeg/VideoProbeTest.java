package org.endoreg.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.endoreg.ffmpeg.MediaFailure.Reason;
import org.junit.jupiter.api.Test;

class VideoProbeTest {
  private final VideoProbe probe = new VideoProbe();

  @Test
  void statesTheFactsOfAConstantRateVideo() throws Exception {
    VideoFacts facts = probe.probe(StampedVideo.thirtyPerSecond(90));

    assertThat(facts.codec()).isEqualTo("h264");
    assertThat(facts.width()).isEqualTo(320);
    assertThat(facts.height()).isEqualTo(240);
    assertThat(facts.pixelFormat()).isEqualTo("yuv420p");
    assertThat(facts.range()).isEqualTo(ColourRange.LIMITED);
    assertThat(facts.container()).contains("mp4");
    assertThat(facts.nominalRate().perSecond()).isEqualTo(30);
    assertThat(facts.averageRate().perSecond()).isEqualTo(30);
    assertThat(facts.frameCount()).isEqualTo(90);
    assertThat(facts.durationSeconds()).isEqualTo(3.0);
    assertThat(facts.timeline().variableRate()).isFalse();
    assertThat(facts.timeline().keyframes()).containsExactly(0, 60);
    assertThat(facts.audioStreams()).isZero();
  }

  @Test
  void keepsEveryTickOfAVariableRateVideoAndSaysThatItIsOne() throws Exception {
    long[] ticks = StampedVideo.variable();
    VideoFacts facts =
        probe.probe(StampedVideo.write(StampedVideo.settings(new TimeBase(1, 90_000), 18), ticks));

    assertThat(facts.timeline().timeBase()).isEqualTo(new TimeBase(1, 90_000));
    assertThat(facts.timeline().ptsArray()).isEqualTo(ticks);
    assertThat(facts.timeline().variableRate()).isTrue();
    assertThat(facts.timeline().seconds(2)).isEqualTo(0.11);
  }

  @Test
  void keepsAStartTimeAboveZero() throws Exception {
    long[] ticks = StampedVideo.constant(50, 12_800, 512);
    VideoFacts facts =
        probe.probe(StampedVideo.write(StampedVideo.settings(new TimeBase(1, 12_800), 25), ticks));

    assertThat(facts.timeline().ptsArray()).isEqualTo(ticks);
    assertThat(facts.timeline().seconds(0)).isEqualTo(1.0);
    assertThat(facts.durationSeconds()).isEqualTo(2.0);
  }

  @Test
  void countsTheStreamsThatAreNotVideo() throws Exception {
    WriterSettings settings =
        StampedVideo.settings(new TimeBase(1, 12_800), 25).withTitleAndTone("Erika Mustermann");
    VideoFacts facts = probe.probe(StampedVideo.write(settings, StampedVideo.constant(25, 0, 512)));

    assertThat(facts.audioStreams()).isEqualTo(1);
    assertThat(facts.frameCount()).isEqualTo(25);
  }

  @Test
  void findsTheIndexInFrontOfALongVideoWithSound() throws Exception {
    WriterSettings settings =
        WriterSettings.h264(32, 32, new TimeBase(1, 12_800), 25)
            .withTitleAndTone("Erika Mustermann")
            .frames(3000);
    MemoryChannel video = StampedVideo.write(settings, StampedVideo.constant(3000, 0, 512));

    assertThat(probe.probe(video).frameCount()).isEqualTo(3000);
  }

  @Test
  void readsBFramesInPresentationOrder() throws Exception {
    WriterSettings settings =
        StampedVideo.settings(new TimeBase(1, 25), 25).as(VideoCodec.MPEG4, "mp4", 2);
    VideoFacts facts = probe.probe(StampedVideo.write(settings, StampedVideo.constant(60, 0, 1)));

    assertThat(facts.codec()).isEqualTo("mpeg4");
    assertThat(facts.frameCount()).isEqualTo(60);
    assertThat(facts.timeline().variableRate()).isFalse();
  }

  @Test
  void givesMillisecondRoundingNoVariableRate() throws Exception {
    long[] ticks = new long[60];
    Arrays.setAll(ticks, n -> Math.round(n * 1000 / 30.0));
    WriterSettings settings =
        StampedVideo.settings(new TimeBase(1, 1000), 30).as(VideoCodec.H264, "matroska", 0);

    assertThat(probe.probe(StampedVideo.write(settings, ticks)).timeline().variableRate())
        .isFalse();
  }

  @Test
  void saysUnreadableOfTextThatIsCalledAVideo() {
    byte[] text = "This is no video. ".repeat(500).getBytes(StandardCharsets.UTF_8);

    assertReason(Reason.UNREADABLE, text);
    assertReason(Reason.UNREADABLE, new byte[0]);
  }

  @Test
  void doesNotFollowPlaylistsToOtherFiles() {
    String playlist = "#EXTM3U\n#EXTINF:4,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n";

    assertReason(Reason.UNREADABLE, playlist.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void saysUnreadableOfAVideoThatWasCutOffWhereverItsIndexLies() throws Exception {
    byte[] indexLast = StampedVideo.thirtyPerSecond(90).content();
    byte[] indexFirst =
        StampedVideo.write(
                StampedVideo.settings(new TimeBase(1, 15_360), 30).frames(90),
                StampedVideo.constant(90, 0, 512))
            .content();

    assertReason(Reason.UNREADABLE, Arrays.copyOf(indexLast, indexLast.length / 2));
    assertReason(Reason.UNREADABLE, Arrays.copyOf(indexFirst, indexFirst.length / 2));
    assertReason(Reason.UNREADABLE, Arrays.copyOf(indexFirst, indexFirst.length - 100));
  }

  @Test
  void saysNoVideoStreamOfAFileWithOnlySound() throws Exception {
    assertReason(Reason.NO_VIDEO_STREAM, SoundFile.bytes());
  }

  @Test
  void saysNoFramesOfAnEmptyVideo() throws Exception {
    assertReason(
        Reason.NO_FRAMES,
        StampedVideo.write(
                StampedVideo.settings(new TimeBase(1, 25), 25).as(VideoCodec.MPEG4, "avi", 0),
                new long[0])
            .content());
  }

  @Test
  void refusesPicturesBeyondTheLimit() throws Exception {
    MemoryChannel video = StampedVideo.thirtyPerSecond(5);
    VideoProbe strict = new VideoProbe(new VideoLimits(319, 2160, 1000));
    VideoProbe brief = new VideoProbe(new VideoLimits(320, 240, 4));

    assertThat(catchThrowableOfType(MediaFailure.class, () -> strict.probe(video)).reason())
        .isEqualTo(Reason.LIMIT_EXCEEDED);
    assertThat(catchThrowableOfType(MediaFailure.class, () -> brief.probe(video)).reason())
        .isEqualTo(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void passesOnWhatTheChannelThrew() throws Exception {
    MemoryChannel video = StampedVideo.thirtyPerSecond(5);
    video.breakNow();

    assertThatThrownBy(() -> probe.probe(video))
        .isInstanceOf(IOException.class)
        .hasMessage("storage is gone");
  }

  private void assertReason(Reason reason, byte[] content) {
    MediaFailure failure =
        catchThrowableOfType(MediaFailure.class, () -> probe.probe(new MemoryChannel(content)));
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).isEqualTo(reason);
  }
}
