package org.endoreg.transfer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.endoreg.backing.BackingTestResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stranger who tries for ever does not fill the audit chain, and is not overlooked either. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class RefusalsTest {
  private final Refusals refusals;
  private final Jdbi jdbi;

  RefusalsTest(Refusals refusals, Jdbi jdbi) {
    this.refusals = refusals;
    this.jdbi = jdbi;
  }

  @BeforeEach
  void forgetEarlierOnes() {
    refusals.close(Instant.MAX);
  }

  @Test
  void theFirstIsToldAtOnceAndTheOthersOfItsMinuteInOneEntry() {
    String certificate = "a".repeat(64);
    Instant began = Instant.now();
    IntStream.range(0, 1000)
        .parallel()
        .forEach(unused -> refusals.add("node_or_secret", certificate, began));
    assertThat(counts(certificate)).containsExactly(1);
    refusals.close(began);
    assertThat(counts(certificate)).as("the minute is not over").containsExactly(1);
    refusals.close(began.plusMillis(1));
    assertThat(counts(certificate)).containsExactlyInAnyOrder(1, 999);
  }

  @Test
  void theNextMinuteTellsWhatTheLastOneCounted() {
    String certificate = "b".repeat(64);
    Instant began = Instant.now();
    refusals.add("node_or_secret", certificate, began);
    refusals.add("node_or_secret", certificate, began.plusSeconds(59));
    refusals.add("node_or_secret", certificate, began.plusSeconds(59));
    refusals.add("node_or_secret", certificate, began.plusSeconds(60));
    assertThat(counts(certificate)).containsExactlyInAnyOrder(1, 2, 1);
  }

  @Test
  void eachReasonAndEachCertificateIsToldApart() {
    Instant now = Instant.now();
    refusals.add("node_or_secret", "c".repeat(64), now);
    refusals.add("node_certificate_mismatch", "c".repeat(64), now);
    refusals.add("node_or_secret", "d".repeat(64), now);
    assertThat(counts("c".repeat(64))).containsExactly(1, 1);
    assertThat(counts("d".repeat(64))).containsExactly(1);
  }

  @Test
  void whoeverBringsManyCertificatesIsToldAsOne() {
    Instant now = Instant.now();
    IntStream.range(0, 1000)
        .forEach(number -> refusals.add("node_or_secret", "e%063d".formatted(number), now));
    refusals.close(Instant.MAX);
    assertThat(counts("\"e000")).hasSize(200);
    assertThat(counts("\"many\"")).containsExactlyInAnyOrder(1, 799);
  }

  /** The counts the chain tells of refusals whose entry has this text. */
  private List<Integer> counts(String text) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT CAST(substring(entry FROM '"count"\\s*:\\s*(\\d+)') AS int)
                    FROM (SELECT entry FROM audit_pending
                        UNION ALL SELECT entry FROM audit_entry) told
                    WHERE entry LIKE '%hub.transfer_node_auth_failed%' AND entry LIKE :text
                    """)
                .bind("text", "%" + text + "%")
                .mapTo(Integer.class)
                .list());
  }
}
