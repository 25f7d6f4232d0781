package org.endoreg.platform.audit;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.EventProducer;
import org.endoreg.platform.problem.FailurePlace;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Checks the chain every five minutes from the last signed checkpoint on, the whole chain once a
 * night or on request, and signs a checkpoint after each sound walk. The answer to a reader is
 * always the last result, never a walk of its own.
 */
@ApplicationScoped
public class AuditIntegrity {
  private static final Logger LOG = Logger.getLogger(AuditIntegrity.class);

  private final Jdbi jdbi;
  private final CheckpointSeal seal;
  private final EventProducer producer;
  private final String store;
  private volatile Status last;

  AuditIntegrity(
      Jdbi jdbi,
      CheckpointSeal seal,
      EventProducer producer,
      @ConfigProperty(name = "quarkus.application.name") String store) {
    this.jdbi = jdbi;
    this.seal = seal;
    this.producer = producer;
    this.store = store;
    this.last = new Status(store, "unknown", null, 0, null, null);
  }

  /** The last result; {@code unknown} until the first walk is through. */
  public Status last() {
    return last;
  }

  @Scheduled(every = "5m", delayed = "10s")
  void checkNewEntries() {
    // After a fault only a whole walk may say that the chain is sound again.
    check(last.status().equals("failed") ? Checkpoint.GENESIS : null);
  }

  @Scheduled(cron = "0 30 2 * * ?")
  void checkAll() {
    check(Checkpoint.GENESIS);
  }

  /** Walks the whole chain now. */
  public Status verify() {
    check(Checkpoint.GENESIS);
    return last;
  }

  private synchronized void check(@Nullable Checkpoint from) {
    try {
      // One snapshot: entries linked during the walk must not look like a moved head.
      ChainCheck.Result result =
          jdbi.inTransaction(
              TransactionIsolationLevel.REPEATABLE_READ,
              transaction ->
                  new ChainCheck(seal)
                      .walk(transaction, from == null ? newest(transaction) : from));
      last = status(result);
      if (result.firstBad().isEmpty()) {
        remember(new Checkpoint(result.entries(), result.headHash()));
      } else {
        LOG.errorf("the audit chain is broken at entry %d", result.firstBad().orElseThrow());
      }
      publishCheckpoints();
    } catch (RuntimeException unreadable) {
      LOG.warnf("the audit chain could not be checked: %s", FailurePlace.of(unreadable));
      last = new Status(store, "error", Instant.now(), last.entryCount(), null, null);
    }
  }

  private Status status(ChainCheck.Result result) {
    return new Status(
        store,
        result.firstBad().isEmpty() ? "verified" : "failed",
        Instant.now(),
        result.entries(),
        result.headHash(),
        result.firstBad().orElse(null));
  }

  private static Checkpoint newest(Handle transaction) {
    return transaction
        .createQuery("SELECT seq, hash FROM audit_checkpoint ORDER BY seq DESC LIMIT 1")
        .map((row, context) -> new Checkpoint(row.getLong("seq"), row.getString("hash")))
        .findOne()
        .orElse(Checkpoint.GENESIS);
  }

  private void remember(Checkpoint checkpoint) {
    if (checkpoint.seq() == 0) {
      return;
    }
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO audit_checkpoint (seq, hash, signature)
                    VALUES (:seq, :hash, :signature) ON CONFLICT DO NOTHING
                    """)
                .bind("seq", checkpoint.seq())
                .bind("hash", checkpoint.hash())
                .bind("signature", seal.sign(checkpoint))
                .execute());
  }

  /** Out of the database's reach: a chain cut before a published checkpoint is noticed by it. */
  private void publishCheckpoints() {
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT seq, hash, signature FROM audit_checkpoint"
                        + " WHERE published_at IS NULL ORDER BY seq LIMIT 100")
                .map(
                    (row, context) ->
                        new Published(
                            store,
                            row.getLong("seq"),
                            row.getString("hash"),
                            row.getString("signature")))
                .list()
                .forEach(checkpoint -> publish(handle, checkpoint)));
  }

  private void publish(Handle handle, Published checkpoint) {
    try {
      producer.send(Topic.AUDIT_CHECKPOINTS.topicName(), store, checkpoint.json()).get();
      handle
          .createUpdate("UPDATE audit_checkpoint SET published_at = now() WHERE seq = :seq")
          .bind("seq", checkpoint.seq())
          .execute();
    } catch (java.util.concurrent.ExecutionException brokerIsAway) {
      LOG.warn("an audit checkpoint waits for the broker");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The chain's state as readers see it: {@code verified}, {@code failed}, {@code error} or {@code
   * unknown}; {@code firstBad} is the place of the first fault.
   */
  public record Status(
      String store,
      String status,
      @Nullable Instant checkedAt,
      long entryCount,
      @Nullable String ledgerHeadHash,
      @Nullable Long firstBad) {

    /** True only after a sound walk. */
    public boolean verified() {
      return status.equals("verified");
    }

    /** The place of the first fault; empty when none is known. */
    public Optional<Long> fault() {
      return Optional.ofNullable(firstBad);
    }
  }

  private record Published(String store, long seq, String hash, String signature) {
    String json() {
      return "{\"store\":\"%s\",\"seq\":%d,\"hash\":\"%s\",\"signature\":\"%s\"}"
          .formatted(store, seq, hash, signature);
    }
  }
}
