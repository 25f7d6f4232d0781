package org.endoreg.backing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long RATE = 1_000_000;
  private static final int KILOBYTE = 1_000;

  private final Timetable line = new Timetable(0);

  TimetableTest() {
    line.rate(RATE, 0);
  }

  @Test
  void bytesLeaveOneBehindTheOther() {
    assertThat(line.leave(0, 0, KILOBYTE)).isEqualTo(MILLISECOND);
    assertThat(line.leave(0, 0, KILOBYTE)).isEqualTo(2 * MILLISECOND);
  }

  @Test
  void aLateThreadDoesNotSlowTheLine() {
    long now = 0;
    for (int piece = 0; piece < 100; piece++) {
      // each time it wakes a quarter of a millisecond late
      now = line.leave(now, 0, KILOBYTE) + MILLISECOND / 4;
    }
    assertThat(now).isEqualTo(100 * MILLISECOND + MILLISECOND / 4);
  }

  @Test
  void whatWaitedForTheReceiverDoesNotRushThrough() {
    line.leave(0, 0, KILOBYTE);
    long now = 5_000 * MILLISECOND;
    assertThat(line.leave(now, 0, KILOBYTE))
        .isEqualTo(now - Timetable.LATENESS_NANOS + MILLISECOND);
  }

  @Test
  void aLineWithNothingToCarryIsNotAheadOfItself() {
    line.leave(0, 0, KILOBYTE);
    long due = 50 * MILLISECOND;
    assertThat(line.leave(due, due, KILOBYTE)).isEqualTo(51 * MILLISECOND);
  }

  @Test
  void aLineThatStoodStillGoesOnWithItsRate() {
    line.stillUntil(300 * MILLISECOND);
    long now = 300 * MILLISECOND;
    assertThat(line.leave(now, 0, KILOBYTE)).isEqualTo(301 * MILLISECOND);
    assertThat(line.leave(now, 0, KILOBYTE)).isEqualTo(302 * MILLISECOND);
  }

  @Test
  void withoutARateBytesLeaveAsTheyCome() {
    line.rate(0, 0);
    assertThat(line.leave(9, 7, KILOBYTE)).isEqualTo(7);
  }
}
