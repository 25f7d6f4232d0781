package org.endoreg.transfer.sending;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.transfer.envelope.TextDigest;
import org.jdbi.v3.core.Jdbi;

/** Makes rows of outbound transfers in any status, for tests on a real database. */
@ApplicationScoped
class OutboundRows {
  static final CenterKey CENTER = new CenterKey("local");

  private final OutboundTransfers transfers;
  private final Jdbi jdbi;

  OutboundRows(OutboundTransfers transfers, Jdbi jdbi) {
    this.transfers = transfers;
    this.jdbi = jdbi;
  }

  /** A transfer in this status that changed at this time. */
  OutboundTransfer add(OutboundStatus status, Instant changed) {
    UUID id = UUID.randomUUID();
    return add("rows-1__report__" + id, status, changed);
  }

  OutboundTransfer add(String key, OutboundStatus status, Instant changed) {
    UUID id = UUID.randomUUID();
    Sha256 digest = TextDigest.of("artifact of " + id);
    OutboundTransfer transfer =
        new OutboundTransfer(
            id,
            key,
            CENTER,
            "hub",
            UUID.randomUUID(),
            MediaKind.REPORT,
            digest,
            digest,
            5,
            BlobKey.of(BlobKey.Role.PROCESSED, CENTER, id),
            null,
            digest,
            digest,
            OutboundStatus.QUEUED,
            null,
            null,
            0,
            null,
            null,
            "retained",
            null,
            null,
            changed);
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
