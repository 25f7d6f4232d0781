package org.endoreg.platform.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPlanTest {
  private final RetryPlan plan = new RetryPlan(Duration.ofSeconds(30), Duration.ofMinutes(15));

  @ParameterizedTest
  @CsvSource({"0,30", "1,60", "2,120", "3,240", "4,480", "5,900", "6,900", "11,900", "95,900"})
  @Scenario("A28")
  void thePauseDoublesUpToAQuarterOfAnHour(int retries, long seconds) {
    assertThat(plan.pauseAfter(retries, 0)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  @Scenario("A28")
  void jitterMovesThePauseByAFifthAtMost() {
    assertThat(plan.pauseAfter(0, -1)).isEqualTo(Duration.ofSeconds(24));
    assertThat(plan.pauseAfter(0, 1)).isEqualTo(Duration.ofSeconds(36));
  }

  @Test
  void aFullDiskIsWaitedForAboutADay() {
    Duration all = Duration.ZERO;
    int retries = 0;
    while (retries < RetryPlan.usualRetries(ProblemCode.INSUFFICIENT_STORAGE)) {
      all = all.plus(plan.pauseAfter(retries++, 0));
    }
    assertThat(retries).isEqualTo(96);
    assertThat(all).isEqualTo(Duration.ofSeconds(930 + 91 * 900));
  }

  @ParameterizedTest
  @CsvSource({"0,true", "1,true", "2,true", "3,false", "4,false"})
  @Scenario("A28")
  void everythingElseIsTriedFourTimesInAll(int retries, boolean another) {
    assertThat(retries < RetryPlan.usualRetries(ProblemCode.PROCESSING_FAILED)).isEqualTo(another);
  }
}
