package org.endoreg.anonymizer.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.ocr.OcrEngine;
import org.endoreg.anonymizer.ocr.OcrWord;
import org.endoreg.anonymizer.ocr.TessData;
import org.endoreg.anonymizer.recognition.KnownIdentity;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.ffmpeg.DecodedFrame;
import org.endoreg.ffmpeg.FrameReader;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.Roi;
import org.endoreg.ffmpeg.VideoProbe;
import org.endoreg.samples.video.VideoSampleOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PictureTextTest {
  private static final VideoSampleOptions LONG =
      VideoSampleOptions.PLAIN.size(1280, 720).lasting(4.2, 10).withFrameStamp();
  private static final Recognition RECOGNITION = Recognition.standard();

  private OcrEngine ocr;

  @BeforeAll
  void start() throws Exception {
    ocr = OcrEngine.open(TessData.locate(Optional.empty()));
  }

  @AfterAll
  void stop() {
    ocr.close();
  }

  @ParameterizedTest
  @CsvSource({"31, 1280, 720, 4.2", "32, 1920, 1080, 2.1"})
  void aNameInsideThePictureIsBlackWhileItShowsAndNothingElseIs(
      long seed, int width, int height, double seconds, @TempDir Path folder) throws Exception {
    SampleVideo video =
        SampleVideo.in(
            folder, seed, LONG.size(width, height).lasting(seconds, 10).withNameInPicture());
    Path artifact = folder.resolve("artifact.mp4");
    AnonymizedVideo anonymized = anonymize(video, artifact);

    assertThat(anonymized.removedByType()).containsEntry("text_in_picture", 1);
    Roi name = lettering(video);
    try (SeekableByteChannel before = video.open();
        SeekableByteChannel after = Files.newByteChannel(artifact);
        FrameReader source = reader(before);
        FrameReader result = reader(after)) {
      for (int number = 0; number < video.options().frameCount(); number++) {
        try (DecodedFrame raw = source.frame(number);
            DecodedFrame masked = result.frame(number)) {
          if (video.sample().showsNameInPicture(number)) {
            assertThat(brightest(masked, name)).as("frame " + number).isLessThan(16);
          } else if (isFarFromTheName(video, number)) {
            assertThat(difference(raw, masked, name)).as("frame " + number).isLessThan(6);
          }
          assertThat(difference(raw, masked, video.sample().stamp())).isLessThan(6);
          assertThat(difference(raw, masked, quarter(video))).isLessThan(6);
        }
      }
    }
  }

  @Test
  void aPictureWithoutTextLosesNothing(@TempDir Path folder) throws Exception {
    SampleVideo video = SampleVideo.in(folder, 33, LONG.lasting(1.2, 10));
    AnonymizedVideo anonymized = anonymize(video, folder.resolve("artifact.mp4"));
    assertThat(anonymized.removedByType()).doesNotContainKey("text_in_picture");
  }

  @Test
  void mucosaAndFrameStampsDoNotLookLikeText(@TempDir Path folder) throws Exception {
    for (long seed = 34; seed < 37; seed++) {
      SampleVideo video = SampleVideo.in(folder, seed, LONG.lasting(0.2, 10));
      for (BufferedImage frame : video.frames()) {
        assertThat(lines(frame, video.sample().picture())).isEmpty();
      }
    }
  }

  @Test
  void oneMisreadDigitOrLetterHidesNobody() {
    SensitiveMeta meta =
        SensitiveMeta.builder()
            .patient("Ilse", "Musterfrau")
            .birthDate(LocalDate.of(1948, 7, 28))
            .endoscope("CF-HQ190L", "81835418")
            .build();
    ShownIdentity identity = new ShownIdentity(RECOGNITION, new KnownIdentity(meta));
    for (String read :
        List.of(
            "81835418",
            "81835413",
            "8183 5418",
            "SN:B1835418",
            "28.07.1948",
            "28.07.1943",
            "Musterfrau,",
            "Mustertrau",
            "MUSTERFRAU",
            "Ilse")) {
      assertThat(identity.isIn(words(read))).as(read).isTrue();
    }
    for (String read : List.of("81835499", "28.07.1933", "Muster", "CF-HQ190L", "Polyp")) {
      assertThat(identity.isIn(words(read))).as(read).isFalse();
    }
  }

  private static List<OcrWord> words(String text) {
    return Arrays.stream(text.split(" ", -1))
        .map(word -> new OcrWord(word, 0, 0, 10, 10, 0.9, 0))
        .toList();
  }

  private AnonymizedVideo anonymize(SampleVideo video, Path artifact)
      throws IOException, VideoRefused {
    ProcessorProfile profile = ProcessorProfiles.bundled().named("olympus_cv_1500").orElseThrow();
    try (SeekableByteChannel source = video.open();
        FileChannel target = SampleVideo.target(artifact)) {
      return new VideoAnonymizer(ocr, RECOGNITION, 2)
          .anonymize(source, target, profile, new Unwatched());
    }
  }

  private static List<Roi> lines(BufferedImage frame, Roi picture) {
    byte[] luma = new byte[picture.width() * picture.height()];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        luma[y * picture.width() + x] =
            (byte) (frame.getRGB(picture.x() + x, picture.y() + y) >> 8);
      }
    }
    return TextLikeness.in(luma, picture.width(), picture.height());
  }

  /** Half a second before and after, and as much again for the steps of prolonging. */
  private static boolean isFarFromTheName(SampleVideo video, int number) {
    int margin = video.options().framesPerSecond();
    for (int other = number - margin; other <= number + margin; other++) {
      if (video.sample().showsNameInPicture(other)) {
        return false;
      }
    }
    return true;
  }

  /** The part of the name's box that surely carries letters. */
  private static Roi lettering(SampleVideo video) {
    Roi box = video.sample().nameInPicture();
    return new Roi(box.x() + 4, box.y() + 4, box.width() / 3, box.height() - 8);
  }

  /** The upper left quarter, where no name ever is. */
  private static Roi quarter(SampleVideo video) {
    Roi picture = video.sample().picture();
    return new Roi(
        picture.x() + 8, picture.y() + 8, picture.width() / 2 - 8, picture.height() / 2 - 8);
  }

  private static int brightest(DecodedFrame frame, Roi region) throws MediaFailure {
    int brightest = 0;
    for (byte luma : frame.lumaPlane(region)) {
      brightest = Math.max(brightest, luma & 0xFF);
    }
    return brightest;
  }

  /** Mean difference, after bringing the limited range of the source to full range. */
  private static double difference(DecodedFrame raw, DecodedFrame masked, Roi region)
      throws MediaFailure {
    byte[] before = raw.lumaPlane(region);
    byte[] after = masked.lumaPlane(region);
    double sum = 0;
    for (int i = 0; i < before.length; i++) {
      double full = Math.max(0, ((before[i] & 0xFF) - 16) * 255.0 / 219);
      sum += Math.abs(full - (after[i] & 0xFF));
    }
    return sum / before.length;
  }

  private static FrameReader reader(SeekableByteChannel bytes) throws IOException, MediaFailure {
    return FrameReader.open(bytes.position(0), new VideoProbe().probe(bytes).timeline(), 2);
  }
}
