package org.endoreg.ffmpeg;

import java.util.Arrays;
import java.util.BitSet;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * Time stamps of all packets in file order, grown as primitive arrays: a day of video stays within
 * a few dozen megabytes.
 */
final class PacketIndex {
  private static final int FIRST_CAPACITY = 4096;

  private long[] stamps = new long[FIRST_CAPACITY];
  private final BitSet keys = new BitSet();
  private int size;
  private boolean stampMissing;
  private long lastStamp = Long.MIN_VALUE;
  private long lastDuration;

  void add(AVPacket packet) {
    if (size == stamps.length) {
      stamps = Arrays.copyOf(stamps, size * 2);
    }
    long stamp = packet.pts();
    stampMissing |= stamp == Native.NO_PTS;
    if (stamp >= lastStamp) {
      lastStamp = stamp;
      lastDuration = packet.duration();
    }
    if ((packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0) {
      keys.set(size);
    }
    stamps[size++] = stamp;
  }

  int size() {
    return size;
  }

  /** Whether every packet has its own time stamp. */
  boolean hasUsableStamps() {
    if (stampMissing) {
      return false;
    }
    long[] sorted = sorted();
    for (int n = 1; n < size; n++) {
      if (sorted[n] == sorted[n - 1]) {
        return false;
      }
    }
    return true;
  }

  Timeline timeline(TimeBase timeBase) {
    long[] sorted = sorted();
    int[] keyframes =
        keys.stream().map(packet -> Arrays.binarySearch(sorted, stamps[packet])).sorted().toArray();
    long fallback = size > 1 ? sorted[size - 1] - sorted[size - 2] : 1;
    return Timeline.of(
        timeBase, sorted, keyframes, lastDuration > 0 ? lastDuration : fallback, false);
  }

  private long[] sorted() {
    long[] sorted = Arrays.copyOf(stamps, size);
    Arrays.sort(sorted);
    return sorted;
  }
}
