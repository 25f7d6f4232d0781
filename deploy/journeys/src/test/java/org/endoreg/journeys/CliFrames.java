package org.endoreg.journeys;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every frame of a file as the {@code ffmpeg} command decodes it, reduced to a small grey picture
 * for comparison.
 */
final class CliFrames {
  private static final int STEP = 8;

  private final List<int[]> frames;

  private CliFrames(List<int[]> frames) {
    this.frames = frames;
  }

  static CliFrames decode(Path file, int width, int height) throws IOException {
    Process ffmpeg =
        new ProcessBuilder(
                "ffmpeg",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-vsync",
                "passthrough",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24",
                "-")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<int[]> frames = new ArrayList<>();
    int size = width * height * 3;
    try (InputStream pixels = ffmpeg.getInputStream()) {
      for (byte[] frame = pixels.readNBytes(size);
          frame.length == size;
          frame = pixels.readNBytes(size)) {
        frames.add(reduced(frame, width, height));
      }
    }
    return new CliFrames(frames);
  }

  int count() {
    return frames.size();
  }

  /**
   * Number of the frame that differs least from the picture; every sample frame carries its own
   * stamp.
   */
  int nearest(BufferedImage picture) {
    int[] wanted = reduced(picture);
    int best = -1;
    long least = Long.MAX_VALUE;
    for (int n = 0; n < frames.size(); n++) {
      long difference = difference(frames.get(n), wanted);
      if (difference < least) {
        least = difference;
        best = n;
      }
    }
    // Two colour conversions may round differently, by far less than two frames differ.
    return least <= 2L * wanted.length ? best : -1;
  }

  private static long difference(int[] one, int[] other) {
    long sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs(one[i] - other[i]);
    }
    return sum;
  }

  private static int[] reduced(byte[] rgb, int width, int height) {
    int[] grey = new int[(width / STEP) * (height / STEP)];
    int at = 0;
    for (int y = STEP / 2; y < height / STEP * STEP; y += STEP) {
      for (int x = STEP / 2; x < width / STEP * STEP; x += STEP) {
        grey[at++] = rgb[(y * width + x) * 3 + 1] & 0xff;
      }
    }
    return grey;
  }

  private static int[] reduced(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] green = new int[(width / STEP) * (height / STEP)];
    int at = 0;
    for (int y = STEP / 2; y < height / STEP * STEP; y += STEP) {
      for (int x = STEP / 2; x < width / STEP * STEP; x += STEP) {
        green[at++] = (picture.getRGB(x, y) >> 8) & 0xff;
      }
    }
    return green;
  }
}
