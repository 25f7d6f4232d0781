package org.endoreg.ingest.quarantine;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.storage.StoredBytes;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what another person approved, after reading the bytes once more: only the approved digest
 * goes. The receipt is written before the bytes go, so a crash in between is finished by the next
 * run and never taken for a loss.
 */
@ApplicationScoped
class QuarantineReaper {
  private static final int BATCH = 100;

  private final Jdbi jdbi;
  private final QuarantineItems items;
  private final StoredBytes stored;
  private final BlobVault vault;
  private final QuarantineAudit audit;

  QuarantineReaper(
      Jdbi jdbi,
      QuarantineItems items,
      StoredBytes stored,
      BlobVault vault,
      QuarantineAudit audit) {
    this.jdbi = jdbi;
    this.items = items;
    this.stored = stored;
    this.vault = vault;
    this.audit = audit;
  }

  /**
   * What would go, or what went.
   *
   * @throws ProblemException {@code same_person} when everything due was approved by the caller
   */
  ReapAnswer reap(Caller caller, int olderThanDays, boolean dryRun) {
    List<QuarantineItems.Held> due = items.due(caller.scope(), olderThanDays, BATCH);
    List<QuarantineItems.Held> own = due.stream().filter(item -> isOwn(item, caller)).toList();
    if (!dryRun && !due.isEmpty() && own.size() == due.size()) {
      throw new ProblemException(ProblemCode.SAME_PERSON);
    }
    List<UUID> deleted = new ArrayList<>();
    List<Blocked> blocked = new ArrayList<>();
    own.forEach(item -> blocked.add(new Blocked(item.id(), ProblemCode.SAME_PERSON)));
    for (QuarantineItems.Held item : due) {
      if (isOwn(item, caller)) {
        continue;
      }
      Optional<ProblemCode> obstacle = dryRun ? Optional.empty() : delete(caller, item);
      if (obstacle.isEmpty()) {
        deleted.add(item.id());
      } else {
        blocked.add(new Blocked(item.id(), obstacle.orElseThrow()));
        return new ReapAnswer(dryRun, deleted, blocked, true);
      }
    }
    return new ReapAnswer(dryRun, deleted, blocked, false);
  }

  private static boolean isOwn(QuarantineItems.Held item, Caller caller) {
    return caller.subject().equals(item.reviewedBy());
  }

  /** Empty when the item is deleted, else why not; the item then says so too. */
  private Optional<ProblemCode> delete(Caller caller, QuarantineItems.Held item) {
    try {
      Optional<Blob> found = stored.read(item.blob());
      if (found.isEmpty()) {
        return item.deleting()
            ? finish(caller, item)
            : end(caller, item, ProblemCode.SOURCE_MISSING);
      }
      if (!isApproved(item, found.orElseThrow())) {
        return end(caller, item, ProblemCode.INTEGRITY_MISMATCH);
      }
      if (!begin(caller, item)) {
        return Optional.of(ProblemCode.CONFLICT);
      }
      vault.delete(item.blob());
      for (BlobKey sidecar : item.sidecar().stream().toList()) {
        vault.delete(sidecar);
      }
      return finish(caller, item);
    } catch (IOException storeFailed) {
      return end(caller, item, ProblemCode.UNAVAILABLE);
    }
  }

  private static boolean isApproved(QuarantineItems.Held item, Blob found) {
    return found.sha256().equals(item.sha256()) && found.sizeBytes() == item.sizeBytes();
  }

  /** Writes the receipt; false when somebody decided otherwise meanwhile. */
  private boolean begin(Caller caller, QuarantineItems.Held seen) {
    return jdbi.inTransaction(
        transaction -> {
          if (stillApproved(transaction, caller, seen).isEmpty()) {
            return false;
          }
          transaction
              .createUpdate(
                  """
                  UPDATE quarantine_item SET receipt_id = coalesce(receipt_id, :receipt),
                      delete_started_at = coalesce(delete_started_at, now())
                  WHERE id = :id
                  """)
              .bind("id", seen.id())
              .bind("receipt", Envelopes.newId())
              .execute();
          return true;
        });
  }

  private Optional<ProblemCode> finish(Caller caller, QuarantineItems.Held seen) {
    return jdbi.inTransaction(
        transaction -> {
          Optional<QuarantineItems.Held> item = stillApproved(transaction, caller, seen);
          if (item.isEmpty()) {
            return Optional.of(ProblemCode.CONFLICT);
          }
          write(transaction, caller, seen, QuarantineEvent.DELETED, null);
          return Optional.empty();
        });
  }

  private Optional<ProblemCode> end(Caller caller, QuarantineItems.Held seen, ProblemCode code) {
    QuarantineEvent event =
        code == ProblemCode.SOURCE_MISSING ? QuarantineEvent.GONE : QuarantineEvent.DELETE_FAILED;
    jdbi.useTransaction(
        transaction -> {
          if (stillApproved(transaction, caller, seen).isPresent()) {
            write(transaction, caller, seen, event, code);
          }
        });
    return Optional.of(code);
  }

  private Optional<QuarantineItems.Held> stillApproved(
      Handle transaction, Caller caller, QuarantineItems.Held seen) {
    return items
        .lock(transaction, caller.scope(), seen.id())
        .filter(now -> now.status() == QuarantineStatus.APPROVED_FOR_DELETION)
        .filter(now -> now.blob().equals(seen.blob()) && !isOwn(now, caller));
  }

  private void write(
      Handle transaction,
      Caller caller,
      QuarantineItems.Held item,
      QuarantineEvent event,
      @Nullable ProblemCode code) {
    QuarantineStatus status = QuarantineTransition.next(item.status(), event).orElseThrow();
    boolean deleted = status == QuarantineStatus.DELETED;
    transaction
        .createUpdate(
            """
            UPDATE quarantine_item SET status = :status,
                error_code = CASE WHEN :status = 'failed' THEN :code END,
                deleted_at = CASE WHEN :deleted THEN now() END,
                deleted_by = CASE WHEN :deleted THEN :by END,
                receipt_id = CASE WHEN :deleted THEN receipt_id END,
                delete_started_at = CASE WHEN :deleted THEN delete_started_at END
            WHERE id = :id
            """)
        .bind("id", item.id())
        .bind("status", status.wireName())
        .bind("code", code == null ? null : code.wireName())
        .bind("deleted", deleted)
        .bind("by", caller.subject())
        .execute();
    switch (event) {
      case DELETED -> audit.deleted(transaction, item.center(), item.id(), item.sha256());
      case GONE -> audit.missing(transaction, item.center(), item.id());
      default ->
          audit.failed(
              transaction, item.center(), item.id(), code == null ? ProblemCode.UNAVAILABLE : code);
    }
  }

  /** One item that stays and why. */
  public record Blocked(UUID id, ProblemCode code) {}

  /** The outcome of a run; {@code stopped} is true when a failure ended it early. */
  public record ReapAnswer(
      boolean dryRun, List<UUID> deleted, List<Blocked> blocked, boolean stopped) {}
}
