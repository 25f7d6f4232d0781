package org.endoreg.platform.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPlanTest {

  @ParameterizedTest
  @CsvSource({"1,30", "2,60", "3,120", "4,240", "5,480", "6,900", "7,900", "12,900", "40,900"})
  void thePauseDoublesUpToAQuarterOfAnHour(int attempt, long seconds) {
    assertThat(RetryPlan.pauseAfter(attempt, 0)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void jitterMovesThePauseByAFifthAtMost() {
    assertThat(RetryPlan.pauseAfter(1, -1)).isEqualTo(Duration.ofSeconds(24));
    assertThat(RetryPlan.pauseAfter(1, 1)).isEqualTo(Duration.ofSeconds(36));
  }

  @ParameterizedTest
  @CsvSource({"1,true", "2,true", "3,true", "4,false", "5,false"})
  void fourAttemptsAreMadeInAll(int attempt, boolean another) {
    assertThat(RetryPlan.allowsAnother(attempt)).isEqualTo(another);
  }
}
