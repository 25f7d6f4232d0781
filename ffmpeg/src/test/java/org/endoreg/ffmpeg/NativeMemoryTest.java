package org.endoreg.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private static final int WARM_UP = 8;
  private static final int RUNS = 15;
  private static final int MOST_ROUNDS = 5;

  /** One frame of 1280 × 720 kept per run would be 20 MB in a round, one per picture far more. */
  private static final long TOLERATED_BYTES = 12 << 20;

  private final VideoProbe probe = new VideoProbe();

  @Test
  void manyRunsLeaveNoNativeMemoryBehind() throws Exception {
    MemoryChannel source =
        StampedVideo.write(
            WriterSettings.h264(1280, 720, new TimeBase(1, 25), 25).at(2_000_000),
            StampedVideo.constant(6, 0, 1));
    repeat(WARM_UP, source);

    assertThat(leastGrowth(() -> repeat(RUNS, source))).isLessThan(TOLERATED_BYTES);
    assertThat(ChannelIo.openCount()).isZero();
  }

  @Test
  void aFrameKeptPerRunIsSeen() throws Exception {
    List<Pointer> kept = new ArrayList<>();
    long growth =
        leastGrowth(
            () -> {
              for (int i = 0; i < RUNS; i++) {
                kept.add(new BytePointer(1280L * 720 * 3 / 2).fill(1));
              }
            });
    kept.forEach(Pointer::deallocate);

    assertThat(growth).isGreaterThan(TOLERATED_BYTES);
  }

  @Test
  void failedOpensLeaveNothingOpen() throws Exception {
    byte[] whole = StampedVideo.thirtyPerSecond(10).content();
    for (int cut : List.of(0, 10, 500, whole.length / 2)) {
      MemoryChannel part = new MemoryChannel(Arrays.copyOf(whole, cut));
      assertThat(catchThrowableOfType(MediaFailure.class, () -> probe.probe(part))).isNotNull();
      assertThat(
              catchThrowableOfType(MediaFailure.class, () -> FrameReader.open(part, timeline(), 1)))
          .isNotNull();
    }
    assertThat(ChannelIo.openCount()).isZero();
  }

  private static Timeline timeline() {
    return Timeline.of(new TimeBase(1, 25), new long[] {0}, new int[] {0}, 1, false);
  }

  private void repeat(int times, MemoryChannel source) throws Exception {
    MaskPlan plan = MaskPlan.showing(new Roi(101, 0, 900, 700));
    for (int i = 0; i < times; i++) {
      VideoFacts facts = probe.probe(source);
      MemoryChannel target = new MemoryChannel();
      new MaskAndEncode(EncodeSettings.clinical(2))
          .run(source, facts, target, plan, FrameTap.NONE, EncodeWatch.NONE);
      try (FrameReader reader = FrameReader.open(target, facts.timeline(), 2);
          DecodedFrame frame = reader.frame(4)) {
        assertThat(frame.jpeg()).isNotEmpty();
        assertThat(frame.png()).isNotEmpty();
        assertThat(frame.toBufferedImage(plan.visible()).getWidth()).isEqualTo(900);
      }
    }
  }

  /**
   * Least growth in bytes of a round. The virtual machine grows by itself now and then (compiled
   * code, heap touched for the first time); a leak shows in every round, as the build lets the
   * allocator give back at once what was freed.
   */
  private static long leastGrowth(Work round) throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < MOST_ROUNDS && least >= TOLERATED_BYTES; i++) {
      long before = outsideHeap();
      round.run();
      least = Math.min(least, outsideHeap() - before);
    }
    return least;
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Memory of this process that is not Java heap. */
  private static long outsideHeap() {
    return Pointer.physicalBytes() - Runtime.getRuntime().totalMemory();
  }
}
