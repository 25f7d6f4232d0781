package org.endoreg.stack.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final int BYTES = 10_000_000;

  private final AtomicLong clock = new AtomicLong();

  private long secondsToRead(double bytesPerSecond) throws IOException {
    RateLimit limit = new RateLimit(bytesPerSecond, clock::get, clock::addAndGet);
    limit.slowed(new ByteArrayInputStream(new byte[BYTES])).readAllBytes();
    return TimeUnit.NANOSECONDS.toSeconds(clock.get());
  }

  @Test
  void bytesComeNoFasterThanTheLimit() throws IOException {
    assertThat(secondsToRead(1_000_000)).isBetween(9L, 10L);
  }

  @Test
  void withoutALimitNobodyWaits() throws IOException {
    assertThat(secondsToRead(0)).isZero();
  }
}
