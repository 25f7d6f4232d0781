package org.endoreg.ingest.upload;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second request with the same idempotency key out while the first is still being received,
 * in all instances. Without it both would store the same gigabyte before one learns of the other.
 */
@ApplicationScoped
class IdempotencyClaims {
  private static final int LEASE_SECONDS = 60;
  private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Jdbi jdbi;

  IdempotencyClaims(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** For one request, which claims at most one key. */
  Claim begin() {
    return new Claim();
  }

  /** The claim of one request; closing it lets the key go. */
  final class Claim implements AutoCloseable {
    private final UUID owner = UUID.randomUUID();
    private @Nullable Key key;
    private long renewed;

    /**
     * Claims the key before the bytes are received; an empty one needs no claim.
     *
     * @throws ProblemException {@code idempotency_in_progress} when another request has it
     */
    void take(CenterKey center, String sourceSystem, Optional<String> name) {
      if (name.isEmpty()) {
        return;
      }
      Key wanted = new Key(center, sourceSystem, name.orElseThrow());
      if (!claimed(wanted)) {
        throw new ProblemException(ProblemCode.IDEMPOTENCY_IN_PROGRESS);
      }
      key = wanted;
      renewed = System.nanoTime();
    }

    /** To be called while bytes arrive. */
    void keep() {
      @Nullable Key held = key;
      if (held != null && System.nanoTime() - renewed > RENEWAL_NANOS) {
        claimed(held);
        renewed = System.nanoTime();
      }
    }

    @Override
    public void close() {
      @Nullable Key held = key;
      if (held != null) {
        release(held);
      }
    }

    private boolean claimed(Key wanted) {
      return jdbi.withHandle(
              handle ->
                  handle
                      .createUpdate(
                          """
                          INSERT INTO idempotency_claim AS held
                              (center_key, source_system, claim_key, owner, expires_at)
                          VALUES (:center, :system, :key, :owner,
                              now() + make_interval(secs => :lease))
                          ON CONFLICT (center_key, source_system, claim_key) DO UPDATE
                              SET owner = excluded.owner, expires_at = excluded.expires_at
                              WHERE held.owner = excluded.owner OR held.expires_at < now()
                          """)
                      .bind("center", wanted.center.value())
                      .bind("system", wanted.sourceSystem)
                      .bind("key", wanted.name)
                      .bind("owner", owner)
                      .bind("lease", LEASE_SECONDS)
                      .execute())
          == 1;
    }

    private void release(Key held) {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(
                      """
                      DELETE FROM idempotency_claim
                      WHERE center_key = :center AND source_system = :system AND claim_key = :key
                          AND owner = :owner
                      """)
                  .bind("center", held.center.value())
                  .bind("system", held.sourceSystem)
                  .bind("key", held.name)
                  .bind("owner", owner)
                  .execute());
    }
  }

  private record Key(CenterKey center, String sourceSystem, String name) {}
}
