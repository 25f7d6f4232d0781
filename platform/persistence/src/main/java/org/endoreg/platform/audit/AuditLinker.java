package org.endoreg.platform.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.endoreg.platform.problem.FailurePlace;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Moves written entries into the chain, in the order they were written. Whoever links holds the
 * head's row, so two instances never link at once; killed in between, nothing has moved.
 */
@ApplicationScoped
class AuditLinker {
  private static final Logger LOG = Logger.getLogger(AuditLinker.class);
  private static final int BATCH = 1_000;

  private final Jdbi jdbi;

  AuditLinker(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void linkAll() {
    try {
      while (linkBatch() == BATCH) {
        LOG.debug("a full batch was linked, looking for more");
      }
    } catch (RuntimeException later) {
      LOG.warnf("audit entries wait: %s", FailurePlace.of(later));
    }
  }

  /** Links up to one batch and tells how many entries that were. */
  int linkBatch() {
    return jdbi.inTransaction(AuditLinker::link);
  }

  private static int link(Handle transaction) {
    Checkpoint head = lockedHead(transaction);
    List<Written> written = written(transaction);
    if (written.isEmpty()) {
      return 0;
    }
    PreparedBatch links = links(transaction);
    for (Written next : written) {
      head = add(links, head, next.entry());
    }
    links.execute();
    moveHead(transaction, head);
    forget(transaction, written);
    return written.size();
  }

  private static PreparedBatch links(Handle transaction) {
    return transaction.prepareBatch(
        """
        INSERT INTO audit_entry
            (seq, hash_version, entry, prev_hash, hash, object_id, action, center_key)
        VALUES (:seq, :version, :entry, :prev, :hash, :object, :action, :center)
        """);
  }

  private static Checkpoint add(PreparedBatch links, Checkpoint head, String entry) {
    long seq = head.seq() + 1;
    String hash = CanonicalEntry.hash(seq, head.hash(), entry);
    JsonNode members = CanonicalEntry.read(entry);
    links
        .bind("seq", seq)
        .bind("version", CanonicalEntry.HASH_VERSION)
        .bind("entry", entry)
        .bind("prev", head.hash())
        .bind("hash", hash)
        .bind("object", members.path("object_id").asText())
        .bind("action", members.path("action").asText())
        .bind("center", members.path("center_key").textValue())
        .add();
    return new Checkpoint(seq, hash);
  }

  private static Checkpoint lockedHead(Handle transaction) {
    return transaction
        .createQuery("SELECT seq, hash FROM audit_head FOR UPDATE")
        .map((row, context) -> new Checkpoint(row.getLong("seq"), row.getString("hash")))
        .one();
  }

  private static List<Written> written(Handle transaction) {
    return transaction
        .createQuery("SELECT id, entry FROM audit_pending ORDER BY id LIMIT :batch")
        .bind("batch", BATCH)
        .map((row, context) -> new Written(row.getLong("id"), row.getString("entry")))
        .list();
  }

  private static void moveHead(Handle transaction, Checkpoint head) {
    transaction
        .createUpdate("UPDATE audit_head SET seq = :seq, hash = :hash")
        .bind("seq", head.seq())
        .bind("hash", head.hash())
        .execute();
  }

  private static void forget(Handle transaction, List<Written> linked) {
    transaction
        .createUpdate("DELETE FROM audit_pending WHERE id = ANY(:ids)")
        .bindArray("ids", Long.class, linked.stream().map(Written::id).toList())
        .execute();
  }

  private record Written(long id, String entry) {}
}
