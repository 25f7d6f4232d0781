package org.endoreg.media;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.Roi;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.PeopleBySeed;
import org.endoreg.samples.video.EndoscopyVideoSample;
import org.endoreg.samples.video.VideoSampleOptions;

/** A small video whose frames carry their number as sixteen black or white blocks. */
public record StampedSample(EndoscopyVideoSample sample, VideoSampleOptions options) {
  private static final VideoSampleOptions SMALL =
      VideoSampleOptions.PLAIN.size(640, 360).lasting(2, 25).withFrameStamp();

  public static StampedSample constantRate() {
    return of(SMALL);
  }

  public static StampedSample variableRate() {
    return of(SMALL.withVariableRate());
  }

  private static StampedSample of(VideoSampleOptions options) {
    PeopleBySeed people = new PeopleBySeed(7);
    InventedExamination examination =
        people.nextExamination(people.nextPatient(), ExaminationKind.COLONOSCOPY);
    return new StampedSample(new EndoscopyVideoSample(examination, 7, options), options);
  }

  public byte[] bytes() {
    try {
      Path file = Files.createTempFile("stamped", ".mp4");
      sample.writeTo(file);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException | MediaFailure failed) {
      throw new IllegalStateException(failed);
    }
  }

  public int frameCount() {
    return options.frameCount();
  }

  public double seconds(int number) {
    return options.timeBase().seconds(options.pts(number));
  }

  /** The number the picture shows. */
  public int numberOn(BufferedImage picture) {
    Roi stamp = sample.stamp();
    int block = stamp.height();
    int number = 0;
    for (int bit = 0; bit < stamp.width() / block; bit++) {
      int rgb = picture.getRGB(stamp.x() + bit * block + block / 2, stamp.y() + block / 2);
      number |= (rgb >> 8 & 0xFF) > 127 ? 1 << bit : 0;
    }
    return number;
  }
}
