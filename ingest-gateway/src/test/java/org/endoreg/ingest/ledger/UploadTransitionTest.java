package org.endoreg.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UploadTransitionTest {

  @ParameterizedTest
  @CsvSource({
    "PENDING, WORK_STARTED, PROCESSING",
    "PENDING, RESULT_LINKED, ANONYMIZED",
    "PENDING, SOURCE_MISSING, LOST",
    "PROCESSING, WORK_STARTED, PROCESSING",
    "PROCESSING, WORK_FAILED, ERROR",
    "PROCESSING, RESULT_LINKED, ANONYMIZED",
    "RETRYING, WORK_STARTED, PROCESSING"
  })
  void aRunningJobFollowsWhatTheWorkersReport(UploadStatus from, JobEvent event, UploadStatus to) {
    assertThat(UploadTransition.next(from, event)).contains(to);
  }

  @ParameterizedTest
  @EnumSource(JobEvent.class)
  void nothingMovesAFinishedJob(JobEvent event) {
    assertThat(Arrays.stream(UploadStatus.values()).filter(UploadStatus::isTerminal))
        .hasSize(4)
        .allSatisfy(status -> assertThat(UploadTransition.next(status, event)).isEmpty());
  }

  @Test
  void aCancellationUnderWayIsNotUndoneByALateResult() {
    assertThat(UploadTransition.next(UploadStatus.CANCEL_REQUESTED, JobEvent.RESULT_LINKED))
        .isEmpty();
  }
}
