package org.endoreg.ffmpeg;

import java.io.IOException;
import java.util.Arrays;

/**
 * Test input whose every picture states its own frame number: sixteen 16 × 16 blocks, white for a
 * one, lowest bit left, over a moving gradient; a bright strip at the left plays the overlay text.
 */
final class StampedVideo {
  static final int STRIP = 96;
  static final Roi ROI = new Roi(STRIP, 0, 224, 240);
  private static final int BLOCK = 14;
  private static final int STAMP_X = STRIP;

  private StampedVideo() {}

  /** Time stamps of a constant rate. */
  static long[] constant(int frames, long start, long step) {
    long[] ticks = new long[frames];
    for (int n = 0; n < frames; n++) {
      ticks[n] = start + n * step;
    }
    return ticks;
  }

  /** The variable-rate video of the acceptance scenarios, in ticks of 1/90000 s. */
  static long[] variable() {
    long[] group = {0, 3600, 9900, 14400, 21600};
    long[] ticks = new long[100];
    for (int n = 0; n < ticks.length; n++) {
      ticks[n] = group[n % 5] + 25_200L * (n / 5);
    }
    return ticks;
  }

  static WriterSettings settings(TimeBase timeBase, double rate) {
    return WriterSettings.h264(320, 240, timeBase, rate);
  }

  static MemoryChannel write(WriterSettings settings, long[] ticks)
      throws IOException, MediaFailure {
    MemoryChannel channel = new MemoryChannel();
    try (VideoWriter writer = new VideoWriter(channel, settings)) {
      for (int n = 0; n < ticks.length; n++) {
        writer.write(
            luma(settings.width(), settings.height(), n),
            chroma(settings, 110),
            chroma(settings, 170),
            ticks[n]);
      }
      writer.finish();
    }
    return channel;
  }

  static MemoryChannel thirtyPerSecond(int frames) throws IOException, MediaFailure {
    return write(settings(new TimeBase(1, 15_360), 30), constant(frames, 0, 512));
  }

  private static byte[] chroma(WriterSettings settings, int value) {
    byte[] plane = new byte[settings.width() / 2 * (settings.height() / 2)];
    Arrays.fill(plane, (byte) value);
    return plane;
  }

  private static byte[] luma(int width, int height, int number) {
    byte[] plane = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        plane[y * width + x] = (byte) (x < STRIP ? 235 : 80 + (x + 2 * y + 3 * number) % 64);
      }
    }
    for (int bit = 0; bit < 16; bit++) {
      int value = (number >> bit & 1) == 1 ? 235 : 16;
      for (int y = 0; y < BLOCK; y++) {
        int start = y * width + STAMP_X + bit * BLOCK;
        Arrays.fill(plane, start, start + BLOCK, (byte) value);
      }
    }
    return plane;
  }

  /** The number a decoded picture bears. */
  static int stampOf(DecodedFrame frame) throws MediaFailure {
    int number = 0;
    for (int bit = 0; bit < 16; bit++) {
      if (frame.luma(STAMP_X + bit * BLOCK + BLOCK / 2, BLOCK / 2) > 128) {
        number |= 1 << bit;
      }
    }
    return number;
  }
}
