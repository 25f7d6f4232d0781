package org.endoreg.transfer.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.transfer.AuditTold;
import org.endoreg.transfer.envelope.TextDigest;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Real files beside real rows: sealed bytes that may be sent again stay, others go. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class SealedCleanupTest {
  private final Instant now = Instant.now();

  private final OutboundRows rows;
  private final SealedCleanup cleanup;
  private final SenderSettings settings;
  private final Jdbi jdbi;

  SealedCleanupTest(OutboundRows rows, SealedCleanup cleanup, SenderSettings settings, Jdbi jdbi) {
    this.rows = rows;
    this.cleanup = cleanup;
    this.settings = settings;
    this.jdbi = jdbi;
  }

  @Test
  void aSiteThatWasKilledAfterTheReceiptRemovesItsSealedBytesAndSaysSo() throws IOException {
    OutboundTransfer done = rows.add(OutboundStatus.COMPLETED, now);
    List<Path> files = sealed(done, now);
    cleanup.sweep(Instant.now());
    assertThat(files).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(rows.text(done, "sealed_removed_at")).isNotEmpty();
    assertThat(told(done)).isEqualTo(1);
    cleanup.sweep(Instant.now());
    assertThat(told(done)).as("told once").isEqualTo(1);
  }

  @Test
  void whatIsUnderWayOrMayBeSentAgainStays() throws IOException {
    Instant old = now.minus(Duration.ofDays(80));
    List<Path> uploading = sealed(rows.add(OutboundStatus.UPLOADING, old), old);
    List<Path> failed = sealed(rows.add(OutboundStatus.FAILED, old), old);
    cleanup.sweep(Instant.now());
    assertThat(uploading).allSatisfy(file -> assertThat(file).exists());
    assertThat(failed).allSatisfy(file -> assertThat(file).exists());
  }

  @Test
  void aFailureNobodySentAgainAndAWithdrawalNeedNoSealedBytes() throws IOException {
    OutboundTransfer failed = rows.add(OutboundStatus.FAILED, now.minus(Duration.ofDays(91)));
    OutboundTransfer withdrawn = rows.add(OutboundStatus.FAILED, now);
    rows.set(withdrawn, "withdrawn_at = now()");
    List<Path> first = sealed(failed, now);
    List<Path> second = sealed(withdrawn, now);
    cleanup.sweep(Instant.now());
    assertThat(first).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(second).allSatisfy(file -> assertThat(file).doesNotExist());
  }

  @Test
  void aCancelledTransferKeepsItsSealedBytesForAWeekUnlessItWasTakenBack() throws IOException {
    Instant recent = now.minus(Duration.ofDays(6));
    List<Path> kept = sealed(rows.add(OutboundStatus.CANCELLED, recent), recent);
    OutboundTransfer old = rows.add(OutboundStatus.CANCELLED, now.minus(Duration.ofDays(8)));
    List<Path> gone = sealed(old, now);
    OutboundTransfer withdrawn = rows.add(OutboundStatus.CANCELLED, now);
    rows.set(withdrawn, "withdrawn_at = now()");
    List<Path> takenBack = sealed(withdrawn, now);
    cleanup.sweep(Instant.now());
    assertThat(kept).allSatisfy(file -> assertThat(file).exists());
    assertThat(gone).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(takenBack).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(rows.text(old, "sealed_removed_at")).isNotEmpty();
    assertThat(told(old)).isEqualTo(1);
  }

  @Test
  void whatAKilledAttemptLeftGoesAndThePublishedBytesStay() throws IOException {
    Instant old = now.minus(Duration.ofHours(2));
    OutboundTransfer transfer = rows.add(OutboundStatus.UPLOADING, now);
    List<Path> published = sealed(transfer, old);
    Path left = file(TextDigest.of(transfer.transferKey()).value() + ".left.ciphertext", old);
    Path orphan = file("f".repeat(64) + ".x.ciphertext", old);
    Path young = file("e".repeat(64) + ".x.ciphertext", now);
    cleanup.sweep(Instant.now());
    assertThat(published).allSatisfy(file -> assertThat(file).exists());
    assertThat(left).doesNotExist();
    assertThat(orphan).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void theOwnArtifactIsEligibleOnlyByPolicyAndWithAReceipt() {
    assertThat(LocalCleanupPolicy.RETAIN_PROCESSED_MEDIA.statusAfter(true)).isEqualTo("retained");
    assertThat(LocalCleanupPolicy.ELIGIBLE_AFTER_VERIFIED_APPLY.statusAfter(true))
        .isEqualTo("eligible");
    assertThat(LocalCleanupPolicy.ELIGIBLE_AFTER_VERIFIED_APPLY.statusAfter(false))
        .isEqualTo("retained");
    assertThat(settings.localCleanupPolicy()).isEqualTo(LocalCleanupPolicy.RETAIN_PROCESSED_MEDIA);
  }

  /** Note and ciphertext as a sender leaves them. */
  private List<Path> sealed(OutboundTransfer transfer, Instant at) throws IOException {
    String key = TextDigest.of(transfer.transferKey()).value();
    Path ciphertext = file(key + ".a.ciphertext", at);
    Path note = file(key + ".json", at);
    Files.writeString(note, "{\"ciphertext\": \"" + ciphertext.getFileName() + "\"}");
    Files.setLastModifiedTime(note, FileTime.from(at));
    return List.of(ciphertext, note);
  }

  private Path file(String name, Instant at) throws IOException {
    Path folder = settings.stagingDir().toAbsolutePath().normalize();
    Files.createDirectories(folder);
    Path file = Files.write(folder.resolve(name), new byte[5]);
    Files.setLastModifiedTime(file, FileTime.from(at));
    return file;
  }

  private long told(OutboundTransfer transfer) {
    return AuditTold.times(jdbi, "hub_export.sealed_removed", transfer.id());
  }
}
