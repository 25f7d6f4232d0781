package org.endoreg.transfer.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.junit.jupiter.api.Test;

/** Real files beside real rows: what no transfer needs goes with a receipt, the rest stays. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class CiphertextCleanupTest {
  private static final String REMOVED = "hub.transfer_ciphertext_removed";
  private final Instant now = Instant.now();
  private final Instant longAgo = now.minus(Duration.ofDays(31));

  private final TransferRows rows;
  private final CiphertextCleanup cleanup;
  private final Ciphertexts ciphertexts;

  CiphertextCleanupTest(TransferRows rows, CiphertextCleanup cleanup, Ciphertexts ciphertexts) {
    this.rows = rows;
    this.cleanup = cleanup;
    this.ciphertexts = ciphertexts;
  }

  @Test
  void aHubThatWasKilledAfterItAppliedRemovesTheCiphertextWithAReceipt() throws IOException {
    UUID transfer = rows.add(applied(), "delete_central_raw_after_apply", now);
    Path file = rows.ciphertext(transfer, now);
    cleanup.sweep(Instant.now());
    assertThat(file).doesNotExist();
    assertThat(rows.text(transfer, "ciphertext_removal")).isEqualTo("applied");
    assertThat(rows.text(transfer, "cleanup_status")).isEqualTo("completed");
    assertThat(rows.told(REMOVED, transfer.toString())).isEqualTo(1);
    cleanup.sweep(Instant.now());
    assertThat(rows.told(REMOVED, transfer.toString())).as("told once").isEqualTo(1);
  }

  @Test
  void aHubThatWasKilledAfterItRemovedTheFileStillWritesTheReceipt() throws IOException {
    UUID transfer = rows.add(applied(), "retain_all", now);
    cleanup.sweep(Instant.now());
    assertThat(rows.text(transfer, "ciphertext_removed_at")).isNotEmpty();
    assertThat(rows.text(transfer, "cleanup_status")).isEqualTo("not_requested");
    assertThat(rows.told(REMOVED, transfer.toString())).isEqualTo(1);
  }

  @Test
  void aWishThatNeedsEvidenceStaysAWish() throws IOException {
    UUID transfer = rows.add(applied(), "delete_central_raw_after_verified_backup", now);
    rows.ciphertext(transfer, now);
    cleanup.sweep(Instant.now());
    assertThat(rows.text(transfer, "cleanup_status")).isEqualTo("deferred");
  }

  @Test
  void refusedAndNeedlessBytesGo() throws IOException {
    UUID refused = rows.add(waiting(MediaStatus.REFUSED), "retain_all", now);
    UUID inconsistent =
        rows.add(
            new TransferState(TransferStatus.INCONSISTENT, MediaStatus.NONE), "retain_all", now);
    Path first = rows.ciphertext(refused, now);
    Path second = rows.ciphertext(inconsistent, now);
    cleanup.sweep(Instant.now());
    assertThat(first).doesNotExist();
    assertThat(second).doesNotExist();
    assertThat(rows.text(refused, "ciphertext_removal")).isEqualTo("refused");
    assertThat(rows.text(refused, "media_status")).isEqualTo("refused");
    assertThat(rows.text(inconsistent, "ciphertext_removal")).isEqualTo("ended");
  }

  @Test
  void whatAWorkerStillHasToOpenStaysHoweverOldItIs() throws IOException {
    UUID received = rows.add(waiting(MediaStatus.RECEIVED), "retain_all", longAgo);
    Path file = rows.ciphertext(received, longAgo);
    cleanup.sweep(Instant.now());
    assertThat(file).exists();
    assertThat(rows.text(received, "ciphertext_removal")).isEmpty();
  }

  @Test
  void anUnfinishedCiphertextIsAbandonedByItsLastByteAndNotWhileSomebodyWrites()
      throws IOException {
    UUID young = rows.add(waiting(MediaStatus.RECEIVING), "retain_all", longAgo);
    Path kept = rows.ciphertext(young, now);
    UUID old = rows.add(waiting(MediaStatus.RECEIVING), "retain_all", longAgo);
    Path gone = rows.ciphertext(old, longAgo);
    assertThat(ciphertexts.lock(old)).isTrue();
    cleanup.sweep(Instant.now());
    assertThat(kept).exists();
    assertThat(gone).as("somebody writes").exists();
    ciphertexts.unlock(old);
    cleanup.sweep(Instant.now());
    assertThat(gone).doesNotExist();
    assertThat(rows.text(old, "media_status")).isEqualTo("none");
    assertThat(rows.text(old, "ciphertext_removal")).isEqualTo("abandoned");
    assertThat(rows.text(young, "media_status")).isEqualTo("receiving");
  }

  @Test
  void aFileOfNoTransferGoesOnceItIsNotYoung() throws IOException {
    UUID young = UUID.randomUUID();
    UUID old = UUID.randomUUID();
    Path kept = rows.ciphertext(young, now);
    Path gone = rows.ciphertext(old, now.minus(Duration.ofHours(2)));
    Path foreign = Files.writeString(kept.resolveSibling("note.txt"), "not ours");
    cleanup.sweep(Instant.now());
    assertThat(kept).exists();
    assertThat(foreign).exists();
    assertThat(gone).doesNotExist();
    assertThat(rows.told("no_transfer", old.toString())).isEqualTo(1);
  }

  @Test
  void aPolicyKeepsAnAppliedCiphertextForItsTime() {
    CiphertextRemoval.Policy week =
        new CiphertextRemoval.Policy(Duration.ofDays(7), Duration.ofDays(30));
    Instant end = now.plus(Duration.ofDays(7));
    assertThat(CiphertextRemoval.of(applied(), now, end.minusMillis(1), week)).isEmpty();
    assertThat(CiphertextRemoval.of(applied(), now, end, week)).contains(CiphertextRemoval.APPLIED);
  }

  private static TransferState applied() {
    return new TransferState(TransferStatus.APPLIED, MediaStatus.APPLIED);
  }

  private static TransferState waiting(MediaStatus media) {
    return new TransferState(TransferStatus.AWAITING_MEDIA, media);
  }
}
