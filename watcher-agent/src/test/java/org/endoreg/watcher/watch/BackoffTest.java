package org.endoreg.watcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  @Test
  void pausesDoubleUpToTheLongestAndNeverEnd() {
    Backoff backoff = new Backoff(FIRST, LONGEST, () -> 0.5);
    List<Long> pauses = new ArrayList<>();
    for (int failure = 0; failure < 1000; failure++) {
      pauses.add(backoff.afterFailure().toSeconds());
    }
    assertThat(pauses.subList(0, 7)).containsExactly(30L, 60L, 120L, 240L, 480L, 900L, 900L);
    assertThat(pauses.get(999)).isEqualTo(900);
    backoff.afterSuccess();
    assertThat(backoff.afterFailure()).isEqualTo(FIRST);
  }

  @Test
  void pausesAreSpreadByAFifth() {
    assertThat(new Backoff(FIRST, LONGEST, () -> 0).afterFailure())
        .isEqualTo(Duration.ofSeconds(24));
    assertThat(new Backoff(FIRST, LONGEST, () -> 1).afterFailure())
        .isEqualTo(Duration.ofSeconds(36));
  }
}
