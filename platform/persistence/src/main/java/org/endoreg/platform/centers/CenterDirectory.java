package org.endoreg.platform.centers;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
    return copy().centers();
  }

  /** True when the center takes nothing new any more. */
  public boolean isRetired(CenterKey center) {
    return copy().retired().contains(center);
  }

  /** True when this is the center's key or what people call it. */
  public boolean isNamed(CenterKey center, String name) {
    return center.value().equals(name) || name.equals(copy().displayNames().get(center));
  }

  private Copy copy() {
    Copy current = copy;
    if (current == null || System.nanoTime() - current.takenAt() > FRESH_NANOS) {
      current = take();
      copy = current;
    }
    return current;
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
    Set<CenterKey> retired = new HashSet<>();
    Map<CenterKey, String> names = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery("SELECT center_key, display_name, retired_at FROM center")
                .map((row, context) -> Registered.of(row))
                .forEach(
                    center -> {
                      centers.add(center.key());
                      names.put(center.key(), center.displayName());
                      if (center.retired()) {
                        retired.add(center.key());
                      }
                    }));
    return new Copy(Set.copyOf(centers), Set.copyOf(retired), Map.copyOf(names), System.nanoTime());
  }

  private record Registered(CenterKey key, String displayName, boolean retired) {
    static Registered of(ResultSet row) throws SQLException {
      return new Registered(
          new CenterKey(row.getString("center_key")),
          row.getString("display_name"),
          row.getTimestamp("retired_at") != null);
    }
  }

  private record Copy(
      Set<CenterKey> centers,
      Set<CenterKey> retired,
      Map<CenterKey, String> displayNames,
      long takenAt) {}
}
