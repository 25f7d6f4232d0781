package org.endoreg.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UploadTransitionTest {
  /**
   * One row a status, one column an event, in the order of {@link JobEvent}; "-" changes nothing.
   */
  private static final Map<String, String> EXPECTED =
      Map.of(
          "pending", "processing retrying error lost anonymized cancelled - - - lost",
          "processing", "processing retrying error lost anonymized cancel_requested - - - lost",
          "retrying", "processing retrying error lost anonymized cancelled - - error lost",
          "anonymized", "- - - - - - - - - lost",
          "error", "- - - - - - - retrying - -",
          "lost", "- - - - - - - - - -",
          "cancel_requested", "- - error lost anonymized cancel_requested cancelled - - lost",
          "cancelled", "- - - - anonymized cancelled - - - -");

  @ParameterizedTest
  @MethodSource("everyPair")
  void everyPairOfStatusAndEventHasExactlyThisEffect(
      UploadStatus from, JobEvent event, String expected) {
    String effect = UploadTransition.next(from, event).map(UploadStatus::wireName).orElse("-");
    assertThat(effect).isEqualTo(expected);
  }

  static Stream<Arguments> everyPair() {
    List<JobEvent> events = List.of(JobEvent.values());
    return Arrays.stream(UploadStatus.values())
        .flatMap(
            status -> {
              String[] row = EXPECTED.getOrDefault(status.wireName(), "").split(" ", -1);
              assertThat(row).hasSize(JobEvent.values().length);
              return Arrays.stream(JobEvent.values())
                  .map(event -> Arguments.of(status, event, row[events.indexOf(event)]));
            });
  }

  @Test
  void noPairIsListedTwice() {
    List<String> pairs =
        UploadTransition.TABLE.stream().map(row -> row.from() + " " + row.event()).toList();
    assertThat(pairs).doesNotHaveDuplicates();
  }

  @Test
  void lostIsLeftByNothingAndCancelledOnlyByAResultThatExists() {
    assertThat(UploadTransition.TABLE)
        .filteredOn(row -> row.from() == UploadStatus.LOST || row.from() == UploadStatus.CANCELLED)
        .filteredOn(row -> row.event() != JobEvent.RESULT_LINKED)
        .allSatisfy(row -> assertThat(row.to()).isEqualTo(row.from()));
  }
}
