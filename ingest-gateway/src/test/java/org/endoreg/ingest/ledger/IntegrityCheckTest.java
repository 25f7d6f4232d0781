package org.endoreg.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.rules.Scenario;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class IntegrityCheckTest {
  private final JobSamples samples;
  private final IntegrityCheck check;
  private final BlobVault vault;
  private final Jdbi jdbi;

  IntegrityCheckTest(JobSamples samples, IntegrityCheck check, BlobVault vault, Jdbi jdbi) {
    this.samples = samples;
    this.check = check;
    this.vault = vault;
    this.jdbi = jdbi;
  }

  @Test
  @Scenario("A91")
  void aJobWhoseBytesAreGoneIsLostAndOneWithBytesIsNot() throws IOException {
    UUID sound = samples.video();
    UUID bereft = samples.video();
    vault.delete(new BlobKey(samples.text(bereft, "blob_key")));
    startAt(sound);
    check.lookAtNextBatch();
    assertThat(samples.status(sound)).isEqualTo("pending");
    assertThat(samples.row(bereft))
        .containsEntry("status", "lost")
        .containsEntry("error_code", "source_missing");
  }

  @Test
  void manyLossesAtOnceAreDoubtedAndNothingIsMarked() throws IOException {
    UUID first = samples.video();
    startAt(first);
    List<UUID> bereft = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      UUID job = samples.video();
      vault.delete(new BlobKey(samples.text(job, "blob_key")));
      bereft.add(job);
    }
    String before = position();
    check.lookAtNextBatch();
    assertThat(bereft).allSatisfy(job -> assertThat(samples.status(job)).isEqualTo("pending"));
    assertThat(position()).isEqualTo(before);
  }

  @Test
  void thePlaceIsKeptAndBeginsAnewAfterTheEnd() throws IOException {
    UUID last = samples.video();
    startAt(last);
    check.lookAtNextBatch();
    assertThat(position()).isEqualTo(new UUID(0, 0).toString());
  }

  /** Behind the job just before this one, so that jobs of other tests are not looked at. */
  private void startAt(UUID job) {
    UUID before = new UUID(job.getMostSignificantBits(), job.getLeastSignificantBits() - 1);
    jdbi.useHandle(
        handle ->
            handle.execute(
                """
                INSERT INTO sweep_cursor (name, position) VALUES ('integrity', ?)
                ON CONFLICT (name) DO UPDATE SET position = excluded.position
                """,
                before.toString()));
  }

  private String position() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT position FROM sweep_cursor WHERE name = 'integrity'")
                .mapTo(String.class)
                .one());
  }
}
