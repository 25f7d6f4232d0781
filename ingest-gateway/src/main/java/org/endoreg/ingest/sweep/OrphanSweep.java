package org.endoreg.ingest.sweep;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.endoreg.contracts.BlobKey;
import org.endoreg.ingest.ledger.Ledger;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.ObjectPage;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.problem.FailurePlace;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Walks slowly over the source blobs. One that is older than the grace and that no row refers to
 * gets a receipt; it is deleted when that is switched on, it is old enough, and still nobody refers
 * to it. The place is kept, so that a restart goes on there.
 */
@ApplicationScoped
class OrphanSweep {
  private static final Logger LOG = Logger.getLogger(OrphanSweep.class);
  private static final int BATCH = 500;
  private static final String CURSOR = "orphans";
  private static final long SWEEP_LOCK = 0x656e646f0003L;

  private final Jdbi jdbi;
  private final BlobVault vault;
  private final Ledger ledger;
  private final AuditChain audit;
  private final SweepSettings settings;

  OrphanSweep(Jdbi jdbi, BlobVault vault, Ledger ledger, AuditChain audit, SweepSettings settings) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.ledger = ledger;
    this.audit = audit;
    this.settings = settings;
  }

  @Scheduled(
      every = "${endoreg.sweep.every:900s}",
      delayed = "${endoreg.sweep.every:900s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    try {
      sweepNextBatch(Instant.now(), settings.applyEnabled());
    } catch (IOException | RuntimeException failed) {
      LOG.warnf("orphan sweep waits: %s", FailurePlace.of(failed));
    }
  }

  /** Looks at one batch; from the beginning again after the end. */
  void sweepNextBatch(Instant now, boolean apply) throws IOException {
    ObjectPage page = vault.list(BlobKey.Role.RAW, position(), BATCH);
    for (ObjectPage.Entry blob : page.objects()) {
      if (blob.since().isBefore(now.minus(settings.grace()))) {
        judge(blob, apply && blob.since().isBefore(now.minus(settings.deleteAfter())));
      }
    }
    moveTo(page.next());
  }

  /**
   * Receipt, deletion and audit entry are one transaction that holds a lock no other sweep has. A
   * crash after the bytes went leaves no receipt of it, and no bytes that anybody missed.
   */
  private void judge(ObjectPage.Entry blob, boolean delete) {
    jdbi.useTransaction(
        transaction -> {
          transaction.execute("SELECT pg_advisory_xact_lock(?)", SWEEP_LOCK);
          if (ledger.holds(transaction, blob.key())) {
            return;
          }
          note(transaction, blob);
          if (delete) {
            remove(transaction, blob.key());
          }
        });
  }

  private static void note(Handle transaction, ObjectPage.Entry blob) {
    transaction
        .createUpdate(
            """
            INSERT INTO orphan_receipt (id, center_key, blob_key, stored_at)
            VALUES (:id, :center, :key, :stored) ON CONFLICT (blob_key) DO NOTHING
            """)
        .bind("id", Envelopes.newId())
        .bind("center", blob.key().center().value())
        .bind("key", blob.key().value())
        .bind("stored", blob.since().atOffset(ZoneOffset.UTC))
        .execute();
  }

  private void remove(Handle transaction, BlobKey key) {
    List<String> receipts =
        transaction
            .createQuery(
                "UPDATE orphan_receipt SET deleted_at = now() WHERE blob_key = :key"
                    + " RETURNING id::text")
            .bind("key", key.value())
            .mapTo(String.class)
            .list();
    for (String receipt : receipts) {
      audit.append(
          transaction,
          new AuditEvent(
              AuditAction.ORPHAN_DELETED,
              key.center(),
              "blob",
              key.value(),
              Map.of("receipt_id", receipt)));
    }
    try {
      vault.delete(key);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private String position() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT position FROM sweep_cursor WHERE name = :name")
                .bind("name", CURSOR)
                .mapTo(String.class)
                .findOne()
                .orElse(ObjectPage.BEGINNING));
  }

  private void moveTo(String place) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO sweep_cursor (name, position) VALUES (:name, :position)
                    ON CONFLICT (name) DO UPDATE SET position = excluded.position
                    """)
                .bind("name", CURSOR)
                .bind("position", place)
                .execute());
  }
}
