package org.endoreg.stack.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransferProgressTest {
  private final AtomicLong clock = new AtomicLong(5);
  private final StringWriter shown = new StringWriter();

  private TransferProgress progress(boolean terminal) {
    TransferProgress progress = new TransferProgress(new PrintWriter(shown), terminal, clock::get);
    progress.expect(2, 40 << 20);
    return progress;
  }

  @Test
  void tellsRateAndTimeLeft() {
    TransferProgress progress = progress(false);
    assertThat(progress.secondsLeft()).isEqualTo(-1);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(10));
    progress.bytes(10 << 20);
    assertThat(progress.rate()).isBetween(0.99, 1.01);
    assertThat(progress.secondsLeft()).isEqualTo(30);
  }

  @Test
  void awayFromATerminalThereIsALineEveryTenSeconds() {
    TransferProgress progress = progress(false);
    for (int second = 0; second < 25; second++) {
      clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
      progress.bytes(1 << 20);
    }
    assertThat(shown.toString().lines()).hasSize(2).allMatch(line -> line.contains("MiB/s"));
    assertThat(shown.toString()).doesNotContain("\r");
  }

  @Test
  void onATerminalTheLineIsRewrittenAndRemoved() {
    TransferProgress progress = progress(true);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    progress.bytes(1 << 20);
    progress.end();
    assertThat(shown.toString()).startsWith("\r").endsWith("\r").doesNotContain("\n");
  }

  @Test
  void longTimesAreReadable() {
    assertThat(TransferProgress.duration(59)).isEqualTo("59 s");
    assertThat(TransferProgress.duration(61)).isEqualTo("1 min 1 s");
    assertThat(TransferProgress.duration(7_260)).isEqualTo("2 h 1 min");
  }
}
