package org.endoreg.ingest.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuarantineTransitionTest {
  /** One row a status, one column an event, in the order of {@link QuarantineEvent}. */
  private static final Map<String, String> EXPECTED =
      Map.of(
          "pending_review", "- retained approved_for_deletion released - - missing",
          "retained", "- retained approved_for_deletion released - - missing",
          "approved_for_deletion", "- retained approved_for_deletion - deleted failed missing",
          "released", "pending_review - - - - - -",
          "deleted", "pending_review - - - - - -",
          "missing", "pending_review retained - - - - -",
          "failed", "- retained approved_for_deletion released - - missing");

  @ParameterizedTest
  @MethodSource("everyPair")
  void everyPairOfStatusAndEventHasExactlyThisEffect(
      QuarantineStatus from, QuarantineEvent event, String expected) {
    String effect =
        QuarantineTransition.next(from, event).map(QuarantineStatus::wireName).orElse("-");
    assertThat(effect).isEqualTo(expected);
  }

  static Stream<Arguments> everyPair() {
    List<QuarantineEvent> events = List.of(QuarantineEvent.values());
    return Arrays.stream(QuarantineStatus.values())
        .flatMap(
            status -> {
              String[] row = EXPECTED.getOrDefault(status.wireName(), "").split(" ", -1);
              return events.stream()
                  .map(event -> Arguments.of(status, event, row[events.indexOf(event)]));
            });
  }
}
