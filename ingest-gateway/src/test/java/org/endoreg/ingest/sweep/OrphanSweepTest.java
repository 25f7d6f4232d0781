package org.endoreg.ingest.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.ingest.ledger.JobSamples;
import org.endoreg.platform.blob.BlobVault;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class OrphanSweepTest {
  private final JobSamples samples;
  private final OrphanSweep sweep;
  private final BlobVault vault;
  private final Jdbi jdbi;

  OrphanSweepTest(JobSamples samples, OrphanSweep sweep, BlobVault vault, Jdbi jdbi) {
    this.samples = samples;
    this.sweep = sweep;
    this.vault = vault;
    this.jdbi = jdbi;
  }

  @Test
  void aBlobNobodyRefersToIsToldOfAfterTheGraceAndDeletedMuchLater() throws IOException {
    BlobKey orphan = samples.stored(BlobKey.Role.RAW).key();
    UUID job = samples.video();
    BlobKey needed = new BlobKey(samples.text(job, "blob_key"));
    Instant now = Instant.now();

    sweepAll(now.plus(Duration.ofMinutes(50)), true);
    assertThat(receipts(orphan)).isZero();
    sweepAll(now.plus(Duration.ofMinutes(70)), true);
    assertThat(receipts(orphan)).isEqualTo(1);
    assertThat(vault.exists(orphan)).isTrue();
    sweepAll(now.plus(Duration.ofDays(8)), false);
    assertThat(vault.exists(orphan)).isTrue();
    sweepAll(now.plus(Duration.ofDays(8)), true);
    assertThat(vault.exists(orphan)).isFalse();
    assertThat(deleted(orphan)).isEqualTo(1);
    assertThat(vault.exists(needed)).isTrue();
    assertThat(receipts(needed)).isZero();
  }

  /** Other tests leave blobs without a row on purpose, so there may be more than one batch. */
  private void sweepAll(Instant now, boolean apply) throws IOException {
    do {
      sweep.sweepNextBatch(now, apply);
    } while (!position().isEmpty());
  }

  private String position() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT position FROM sweep_cursor WHERE name = 'orphans'")
                .mapTo(String.class)
                .one());
  }

  private long receipts(BlobKey key) {
    return count("SELECT count(*) FROM orphan_receipt WHERE blob_key = :key", key);
  }

  private long deleted(BlobKey key) {
    return count(
        "SELECT count(*) FROM orphan_receipt WHERE blob_key = :key AND deleted_at IS NOT NULL",
        key);
  }

  private long count(String query, BlobKey key) {
    return jdbi.withHandle(
        handle -> handle.createQuery(query).bind("key", key.value()).mapTo(Long.class).one());
  }
}
