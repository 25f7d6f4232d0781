package org.endoreg.transfer.receiving;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.transfer.envelope.TextDigest;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/**
 * A worker that stopped in the middle of a ciphertext, lost its lease to another one and goes on
 * after that one applied.
 */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class LateApplyWorkerTest {
  private static final String TEXT = "anonymized bytes of a report";

  private final TransferRows rows;
  private final ApplyWorker worker;
  private final BlobVault vault;
  private final TransferSettings settings;
  private final WorkQueue queue;
  private final Jdbi jdbi;

  LateApplyWorkerTest(
      TransferRows rows,
      ApplyWorker worker,
      BlobVault vault,
      TransferSettings settings,
      WorkQueue queue,
      Jdbi jdbi) {
    this.rows = rows;
    this.worker = worker;
    this.vault = vault;
    this.settings = settings;
    this.queue = queue;
    this.jdbi = jdbi;
  }

  @Test
  void theLateOneLeavesNothingAndRemovesNothing() throws Exception {
    UUID id =
        rows.add(
            new TransferState(TransferStatus.AWAITING_MEDIA, MediaStatus.RECEIVED),
            "retain_all",
            Instant.now());
    byte[] ciphertext = rows.seal(id, TEXT);
    String naturalKey = id + "/" + TextDigest.of(rows.text(id, "envelope")).value();
    Path file = pipe(id);
    WorkItem late = leased(naturalKey);
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(
            () -> {
              try {
                worker.work(late, () -> false);
              } catch (org.endoreg.platform.work.WorkFailed failed) {
                throw new IllegalStateException(failed);
              }
            });
    // The late worker now waits for the pipe's first byte; the next one finds a plain file.
    try (var intoThePipe = Files.newOutputStream(file)) {
      Path plain = Files.write(file.resolveSibling(id + ".new"), ciphertext);
      Files.move(plain, file, StandardCopyOption.REPLACE_EXISTING);
      letTheLeaseLapse(late);
      await().atMost(Duration.ofSeconds(60)).until(() -> rows.text(id, "status").equals("applied"));
      intoThePipe.write(ciphertext);
    }
    String applied = rows.text(id, "artifact_blob_key");
    assertThatThrownBy(() -> stopped.get(60, SECONDS)).isInstanceOf(ExecutionException.class);

    assertThat(place(naturalKey, "artifact", late.fencingToken() + 1).value()).isEqualTo(applied);
    assertThat(read(new BlobKey(applied))).isEqualTo(TEXT);
    assertThat(vault.exists(place(naturalKey, "artifact", late.fencingToken()))).isFalse();
    assertThat(vault.exists(place(naturalKey, "rows", late.fencingToken()))).isFalse();
    assertThat(rows.text(id, "artifact_blob_key")).isEqualTo(applied);
    assertThat(rows.told("hub.transfer_applied", id.toString())).isEqualTo(1);
  }

  private Path pipe(UUID id) throws Exception {
    Path file = settings.stagingDir().toAbsolutePath().normalize().resolve(id + ".ciphertext");
    Files.createDirectories(file.getParent());
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    return file;
  }

  /** Added and claimed at once, so that no other worker sees it before its lease lapses. */
  private WorkItem leased(String naturalKey) {
    return jdbi.inTransaction(
        transaction -> {
          queue.add(
              transaction, ApplyWorker.QUEUE, naturalKey, new CenterKey(TransferRows.CENTER), "{}");
          long item =
              transaction
                  .createQuery(
                      """
                      UPDATE work_item SET state = 'leased', attempts = 1, lease_owner = 'late',
                          fencing_token = 1, lease_expires_at = now() + interval '1 hour'
                      WHERE queue = :queue AND natural_key = :key RETURNING id
                      """)
                  .bind("queue", ApplyWorker.QUEUE)
                  .bind("key", naturalKey)
                  .mapTo(Long.class)
                  .one();
          return new WorkItem(
              item,
              ApplyWorker.QUEUE,
              naturalKey,
              new CenterKey(TransferRows.CENTER),
              UUID.randomUUID(),
              "{}",
              1,
              0,
              1,
              "late",
              false);
        });
  }

  private void letTheLeaseLapse(WorkItem item) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE work_item SET lease_expires_at = now() - interval '1 second' WHERE id = ?",
                item.id()));
  }

  private static BlobKey place(String naturalKey, String what, long token) {
    return BlobKey.of(
        what.equals("artifact") ? BlobKey.Role.PROCESSED : BlobKey.Role.TEXT,
        new CenterKey(TransferRows.CENTER),
        UUID.nameUUIDFromBytes(
            (naturalKey + "/" + what + "/" + token).getBytes(StandardCharsets.UTF_8)));
  }

  private String read(BlobKey key) throws Exception {
    try (var bytes = vault.stream(key)) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
