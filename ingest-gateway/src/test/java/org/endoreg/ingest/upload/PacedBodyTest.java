package org.endoreg.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedBodyTest {
  private final AtomicLong now = new AtomicLong();
  private final PacedBody body =
      new PacedBody(
          new ByteArrayInputStream(new byte[10_000]),
          100,
          Duration.ofSeconds(10),
          now::get,
          () -> {});

  @Test
  void aBodyMayBeSlowDuringTheGrace() throws IOException {
    now.set(TimeUnit.SECONDS.toNanos(10));
    assertThat(body.read()).isZero();
  }

  @Test
  void afterTheGraceTheAverageCounts() throws IOException {
    now.set(TimeUnit.SECONDS.toNanos(20));
    assertThat(body.read(new byte[2_000], 0, 2_000)).isEqualTo(2_000);
    now.set(TimeUnit.SECONDS.toNanos(21));
    assertThatThrownBy(body::read).hasMessage("request_too_slow");
  }
}
