package org.endoreg.ingest.quarantine;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.DropRejected;
import org.endoreg.ingest.ledger.RejectedDrops;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.events.Envelopes;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Takes rejected drops in. The same bytes again are the same item: seen once more, or to be
 * reviewed anew when they had been deleted meanwhile.
 */
@ApplicationScoped
class QuarantineIntake implements RejectedDrops {
  private static final Logger LOG = Logger.getLogger(QuarantineIntake.class);

  private final BlobVault vault;
  private final QuarantineAudit audit;

  QuarantineIntake(BlobVault vault, QuarantineAudit audit) {
    this.vault = vault;
    this.audit = audit;
  }

  @Override
  public void keep(Handle transaction, DropRejected drop) {
    UUID id = Envelopes.newId();
    if (insert(transaction, drop, id)) {
      audit.arrived(transaction, drop, id);
      return;
    }
    Known known = known(transaction, drop);
    boolean again = QuarantineTransition.next(known.status, QuarantineEvent.FOUND).isPresent();
    if (again) {
      reopen(transaction, drop, known.id);
      audit.arrived(transaction, drop, known.id);
    } else {
      seen(transaction, known.id);
      discardCopy(transaction, drop, known);
    }
  }

  @Override
  public boolean hasContent(Handle transaction, CenterKey center, Sha256 content) {
    return transaction
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM quarantine_item"
                + " WHERE center_key = :center AND sha256 = :sha)")
        .bind("center", center.value())
        .bind("sha", content.value())
        .mapTo(Boolean.class)
        .one();
  }

  private static boolean insert(Handle transaction, DropRejected drop, UUID id) {
    return transaction
            .createUpdate(
                """
                INSERT INTO quarantine_item (id, center_key, sha256, size_bytes, blob_key,
                    sidecar_blob_key, folder, reason_code, status)
                VALUES (:id, :center, :sha, :size, :blob, :sidecar, :folder, :reason,
                    'pending_review')
                ON CONFLICT (center_key, sha256, size_bytes) DO NOTHING
                """)
            .bind("id", id)
            .bind("center", drop.centerKey().value())
            .bind("sha", drop.sha256().value())
            .bind("size", drop.sizeBytes())
            .bind("blob", drop.blobKey().value())
            .bind("sidecar", sidecar(drop).map(BlobKey::value).orElse(null))
            .bind("folder", drop.folder().folderName())
            .bind("reason", drop.code().wireName())
            .execute()
        == 1;
  }

  private static Known known(Handle transaction, DropRejected drop) {
    return transaction
        .createQuery(
            """
            SELECT id, status, blob_key FROM quarantine_item
            WHERE center_key = :center AND sha256 = :sha AND size_bytes = :size FOR UPDATE
            """)
        .bind("center", drop.centerKey().value())
        .bind("sha", drop.sha256().value())
        .bind("size", drop.sizeBytes())
        .map(
            (row, context) ->
                new Known(
                    row.getObject("id", UUID.class),
                    QuarantineStatus.named(row.getString("status")),
                    new BlobKey(row.getString("blob_key"))))
        .one();
  }

  private static void reopen(Handle transaction, DropRejected drop, UUID id) {
    transaction
        .createUpdate(
            """
            UPDATE quarantine_item SET status = 'pending_review', blob_key = :blob,
                sidecar_blob_key = :sidecar, folder = :folder, reason_code = :reason,
                arrived_at = now(), last_seen_at = now(), decision_reason = NULL,
                reviewed_by = NULL, reviewed_at = NULL, delete_eligible_at = NULL,
                receipt_id = NULL, delete_started_at = NULL, deleted_at = NULL, deleted_by = NULL,
                error_code = NULL, upload_job_id = NULL
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("blob", drop.blobKey().value())
        .bind("sidecar", sidecar(drop).map(BlobKey::value).orElse(null))
        .bind("folder", drop.folder().folderName())
        .bind("reason", drop.code().wireName())
        .execute();
  }

  private static void seen(Handle transaction, UUID id) {
    transaction
        .createUpdate("UPDATE quarantine_item SET last_seen_at = now() WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  /** The item has its bytes already; a second copy of them serves nobody. */
  private void discardCopy(Handle transaction, DropRejected drop, Known known) {
    if (known.blob.equals(drop.blobKey())) {
      return;
    }
    Stream.concat(Stream.of(drop.blobKey()), sidecar(drop).stream())
        .forEach(key -> transaction.afterCommit(() -> discard(key)));
  }

  private static Optional<BlobKey> sidecar(DropRejected drop) {
    return Optional.ofNullable(drop.sidecarBlobKey());
  }

  private void discard(BlobKey key) {
    try {
      vault.delete(key);
    } catch (IOException left) {
      LOG.warnf("a blob that is not needed was left behind: %s", key);
    }
  }

  private record Known(UUID id, QuarantineStatus status, BlobKey blob) {}
}
