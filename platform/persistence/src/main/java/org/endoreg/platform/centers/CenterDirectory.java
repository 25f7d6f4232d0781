package org.endoreg.platform.centers;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.CenterRegistered;
import org.endoreg.platform.access.KnownCenters;
import org.endoreg.platform.startup.Deployment;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * This service's copy of the registry. Read from memory on every request; the copy in memory is
 * taken anew when the registry tells of a change and, because another instance may have heard it,
 * after some seconds.
 */
@ApplicationScoped
public class CenterDirectory implements KnownCenters {
  private static final long FRESH_NANOS = 2_000_000_000L;

  private final Jdbi jdbi;
  private final Deployment deployment;
  private volatile @Nullable Copy copy;

  CenterDirectory(Jdbi jdbi, Deployment deployment) {
    this.jdbi = jdbi;
    this.deployment = deployment;
  }

  @Override
  public Set<CenterKey> all() {
    Copy current = copy;
    if (current == null || System.nanoTime() - current.takenAt() > FRESH_NANOS) {
      current = take();
      copy = current;
    }
    return current.centers();
  }

  /** Forgets the copy in memory, because the caller's transaction changes the table. */
  public void changed(Handle transaction) {
    transaction.afterCommit(() -> copy = null);
  }

  void apply(Handle transaction, CenterRegistered center) {
    transaction
        .createUpdate(
            """
            INSERT INTO center (center_key, display_name, retired_at)
            VALUES (:key, :key, CASE WHEN :retired THEN now() END)
            ON CONFLICT (center_key) DO UPDATE
                SET retired_at = CASE WHEN :retired THEN coalesce(center.retired_at, now()) END
            """)
        .bind("key", center.centerKey().value())
        .bind("retired", center.retired())
        .execute();
    changed(transaction);
  }

  private Copy take() {
    Set<CenterKey> centers = new HashSet<>(deployment.centers());
    jdbi.useHandle(
        handle ->
            handle
                .createQuery("SELECT center_key FROM center")
                .mapTo(String.class)
                .forEach(key -> centers.add(new CenterKey(key))));
    return new Copy(Set.copyOf(centers), System.nanoTime());
  }

  private record Copy(Set<CenterKey> centers, long takenAt) {}
}
