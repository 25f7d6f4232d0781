package org.endoreg.ingest.quarantine;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Jdbi;

/**
 * Compares items with the store: whose bytes are gone, although nobody deleted them, is missing.
 */
@ApplicationScoped
class QuarantineInventory {
  private static final int BATCH = 500;
  private static final int MOST_BATCHES = 20;

  private final Jdbi jdbi;
  private final QuarantineItems items;
  private final BlobVault vault;
  private final QuarantineAudit audit;

  QuarantineInventory(Jdbi jdbi, QuarantineItems items, BlobVault vault, QuarantineAudit audit) {
    this.jdbi = jdbi;
    this.items = items;
    this.vault = vault;
    this.audit = audit;
  }

  /** Looks at up to ten thousand items of the scope. */
  Inventory take(CenterScope scope) {
    UUID position = new UUID(0, 0);
    int examined = 0;
    int missing = 0;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      List<QuarantineItems.Held> page = items.present(scope, position, BATCH);
      for (QuarantineItems.Held item : page) {
        examined++;
        missing += isMissing(item) && markMissing(scope, item) ? 1 : 0;
        position = item.id();
      }
      if (page.size() < BATCH) {
        break;
      }
    }
    return new Inventory(examined, missing);
  }

  private boolean isMissing(QuarantineItems.Held item) {
    try {
      return !item.deleting() && !vault.exists(item.blob());
    } catch (IOException storeIsAway) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    }
  }

  private boolean markMissing(CenterScope scope, QuarantineItems.Held seen) {
    return jdbi.inTransaction(
        transaction ->
            items
                .lock(transaction, scope, seen.id())
                .filter(now -> !now.deleting() && now.blob().equals(seen.blob()))
                .flatMap(now -> QuarantineTransition.next(now.status(), QuarantineEvent.GONE))
                .map(
                    status -> {
                      transaction
                          .createUpdate(
                              "UPDATE quarantine_item SET status = 'missing', error_code = NULL"
                                  + " WHERE id = :id")
                          .bind("id", seen.id())
                          .execute();
                      audit.missing(transaction, seen.center(), seen.id());
                      return true;
                    })
                .orElse(false));
  }

  /** How many items were looked at and how many lost their bytes. */
  public record Inventory(int examined, int missing) {}
}
