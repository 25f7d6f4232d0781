package org.endoreg.transfer.sending;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.transfer.envelope.TextDigest;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Makes rows of outbound transfers in any status, for tests on a real database. */
@ApplicationScoped
class OutboundRows {
  static final CenterKey CENTER = new CenterKey("local");

  private final OutboundTransfers transfers;
  private final BlobVault vault;
  private final WorkQueue queue;
  private final Jdbi jdbi;

  OutboundRows(OutboundTransfers transfers, BlobVault vault, WorkQueue queue, Jdbi jdbi) {
    this.transfers = transfers;
    this.vault = vault;
    this.queue = queue;
    this.jdbi = jdbi;
  }

  /** A transfer in this status that changed at this time. */
  OutboundTransfer add(OutboundStatus status, Instant changed) {
    UUID id = UUID.randomUUID();
    return add("rows-1__report__" + id, status, changed);
  }

  OutboundTransfer add(String key, OutboundStatus status, Instant changed) {
    UUID id = UUID.randomUUID();
    OutboundTransfer transfer = transfer(id, key, "artifact of " + id, null);
    jdbi.useTransaction(
        transaction -> {
          transfers.add(transaction, transfer);
          transaction
              .createUpdate(
                  """
                  UPDATE outbound_transfer SET local_status = :status, changed_at = :changed,
                      ciphertext_size = 5,
                      failure_class = CASE :status WHEN 'failed' THEN 'transient_retry' END,
                      completed_at = CASE :status WHEN 'completed' THEN now() END
                  WHERE id = :id
                  """)
              .bind("status", status.wireName())
              .bind("changed", changed.atOffset(ZoneOffset.UTC))
              .bind("id", id)
              .execute();
        });
    return transfers.byId(id);
  }

  /** A queued transfer whose artifact and text the blob store has, with its work. */
  OutboundTransfer addStored() throws IOException {
    UUID id = UUID.randomUUID();
    String artifact = "artifact of " + id;
    BlobKey text = BlobKey.of(BlobKey.Role.TEXT, CENTER, id);
    OutboundTransfer transfer = transfer(id, "rows-1__report__" + id, artifact, text);
    store(transfer.artifact(), artifact);
    store(text, "anonymized");
    jdbi.useTransaction(
        transaction -> {
          transfers.add(transaction, transfer);
          queue.add(transaction, SendWorker.QUEUE, id.toString(), CENTER, "{}");
        });
    return transfers.byId(id);
  }

  /** Other tests leave work in the queue; each is claimed until this one is. */
  WorkItem claimed(OutboundTransfer transfer) {
    while (true) {
      WorkItem item = queue.claim(SendWorker.QUEUE, "a worker").orElseThrow();
      if (item.naturalKey().equals(transfer.id().toString())) {
        return item;
      }
    }
  }

  private void store(BlobKey key, String content) throws IOException {
    try (BlobWrite write = vault.write(key)) {
      write.write(content.getBytes(StandardCharsets.UTF_8));
      write.commit();
    }
  }

  private static OutboundTransfer transfer(
      UUID id, String key, String artifact, @Nullable BlobKey text) {
    Sha256 digest = TextDigest.of(artifact);
    return OutboundSample.of(id, key, CENTER, digest, digest, artifact.length(), text);
  }

  /** Changes the row past the table of states. */
  void set(OutboundTransfer transfer, String assignments) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE outbound_transfer SET " + assignments + " WHERE id = ?", transfer.id()));
  }

  /** One column of the row. */
  String text(OutboundTransfer transfer, String column) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT coalesce("
                        + column
                        + "::text, '') FROM outbound_transfer WHERE id = :id")
                .bind("id", transfer.id())
                .mapTo(String.class)
                .one());
  }
}
