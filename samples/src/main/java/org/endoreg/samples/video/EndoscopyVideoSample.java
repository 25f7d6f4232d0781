package org.endoreg.samples.video;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.Roi;
import org.endoreg.ffmpeg.VideoWriter;
import org.endoreg.ffmpeg.WriterSettings;
import org.endoreg.samples.InventedExamination;

/**
 * One H.264 video of an invented examination as an endoscopy processor would record it: the moving
 * picture and, beside it, everything that must disappear. Same examination, seed and options give
 * the same bytes.
 */
public final class EndoscopyVideoSample {
  private static final int BLACK = 16;
  private static final int WHITE = 235;
  private static final int NEUTRAL = 128;
  private static final int STAMP_BITS = 16;
  private static final int STAMP_BLOCK = 16;

  private final InventedExamination examination;
  private final VideoSampleOptions options;
  private final OverlayText lettering = new OverlayText();
  private final MucosaTunnel tunnel;
  private final byte[] luma;
  private final byte[] blue;
  private final byte[] red;

  /** Prepares a video; nothing is written yet. */
  public EndoscopyVideoSample(
      InventedExamination examination, long seed, VideoSampleOptions options) {
    this.examination = examination;
    this.options = options;
    this.tunnel = new MucosaTunnel(picture(), seed);
    int pixels = options.width() * options.height();
    this.luma = filled(pixels, BLACK);
    this.blue = filled(pixels / 4, NEUTRAL);
    this.red = filled(pixels / 4, NEUTRAL);
  }

  private static byte[] filled(int size, int value) {
    byte[] plane = new byte[size];
    Arrays.fill(plane, (byte) value);
    return plane;
  }

  /** Where the endoscope picture lies. */
  public Roi picture() {
    return options.layout().picture(options.width(), options.height());
  }

  /** The texts outside the picture, on every frame. */
  public List<PlantedText> plantedTexts() {
    List<PlantedText> texts = new ArrayList<>();
    for (OverlayField field : OverlayField.values()) {
      Roi box = options.layout().box(field, options.width(), options.height());
      texts.add(new PlantedText(field, field.textOf(examination), box));
    }
    return texts;
  }

  /** The box of the name inside the picture, drawn only with that option. */
  public Roi nameInPicture() {
    Roi picture = picture();
    return new Roi(
        picture.x() + picture.width() / 3,
        picture.y() + picture.height() * 3 / 4,
        picture.width() / 3,
        picture.height() / 24);
  }

  /** Whether this frame shows the name inside the picture. */
  public boolean showsNameInPicture(int frameNumber) {
    int count = options.frameCount();
    return options.nameInPicture() && frameNumber >= count / 3 && frameNumber < count * 2 / 3;
  }

  /**
   * The box of the frame stamp: sixteen blocks of 16 × 16 pixels, lowest bit left, white is one.
   */
  public Roi stamp() {
    Roi picture = picture();
    int width = STAMP_BITS * STAMP_BLOCK;
    int x = picture.x() + (picture.width() - width) / 2;
    return new Roi(x & ~1, picture.y() + STAMP_BLOCK, width, STAMP_BLOCK);
  }

  /** Writes the video into a new file. */
  public void writeTo(Path file) throws IOException, MediaFailure {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeTo(channel);
    }
  }

  /** Writes the video into an empty channel, which stays open. */
  public void writeTo(SeekableByteChannel channel) throws IOException, MediaFailure {
    drawOverlay();
    try (VideoWriter writer = new VideoWriter(channel, settings())) {
      for (int number = 0; number < options.frameCount(); number++) {
        draw(number);
        writer.write(luma, blue, red, options.pts(number));
      }
      writer.finish();
    }
  }

  private WriterSettings settings() {
    WriterSettings settings =
        WriterSettings.h264(
                options.width(), options.height(), options.timeBase(), options.averageRate())
            .frames(options.frameCount());
    return options.soundAndTitle()
        ? settings.withTitleAndTone(
            examination.patient().firstName() + " " + examination.patient().lastName())
        : settings;
  }

  private void drawOverlay() {
    for (PlantedText planted : plantedTexts()) {
      drawText(planted.text(), planted.box());
    }
  }

  private void drawText(String text, Roi box) {
    double scale = (double) options.height() / ProcessorLayout.HEIGHT;
    byte[] coverage = lettering.coverage(text, box, scale);
    for (int row = 0; row < box.height(); row++) {
      for (int column = 0; column < box.width(); column++) {
        int share = coverage[row * box.width() + column] & 0xFF;
        int target = (box.y() + row) * options.width() + box.x() + column;
        int behind = luma[target] & 0xFF;
        luma[target] = (byte) (behind + (WHITE - behind) * share / 255);
      }
    }
  }

  private void draw(int number) {
    double seconds = options.timeBase().seconds(options.pts(number));
    tunnel.paint(seconds, luma, blue, red, options.width());
    if (showsNameInPicture(number)) {
      drawText(
          examination.patient().lastName() + ", " + examination.patient().firstName(),
          nameInPicture());
    }
    if (options.frameStamp()) {
      drawStamp(number);
    }
  }

  private void drawStamp(int number) {
    Roi box = stamp();
    for (int bit = 0; bit < STAMP_BITS; bit++) {
      int value = (number >> bit & 1) == 1 ? WHITE : BLACK;
      for (int row = 0; row < STAMP_BLOCK; row++) {
        int start = (box.y() + row) * options.width() + box.x() + bit * STAMP_BLOCK;
        Arrays.fill(luma, start, start + STAMP_BLOCK, (byte) value);
      }
    }
  }
}
