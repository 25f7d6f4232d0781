package org.endoreg.ingest.centers;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.CenterRegistered;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.centers.CenterDirectory;
import org.endoreg.platform.outbox.Outbox;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.startup.Deployment;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Owns the table of centers. Each change, its event and its audit entry are one transaction; the
 * centers of the setting are registered at the first start.
 */
@ApplicationScoped
public class Centers {
  private static final int BEFORE_ANYTHING_NAMES_A_CENTER = 10;
  private static final long REGISTRY_LOCK = 0x656e646f0004L;

  private final Jdbi jdbi;
  private final Outbox outbox;
  private final AuditChain audit;
  private final CenterDirectory directory;

  Centers(Jdbi jdbi, Outbox outbox, AuditChain audit, CenterDirectory directory) {
    this.jdbi = jdbi;
    this.outbox = outbox;
    this.audit = audit;
    this.directory = directory;
  }

  void registerThoseOfTheSetting(
      @Observes @Priority(BEFORE_ANYTHING_NAMES_A_CENTER) StartupEvent started,
      Deployment deployment) {
    for (CenterKey key : deployment.centers()) {
      jdbi.useTransaction(
          transaction -> {
            lock(transaction);
            if (find(transaction, key).isEmpty()) {
              insert(transaction, new Center(key, key.value(), false));
            }
          });
    }
  }

  /** The centers in scope, by key. */
  public List<Center> list(CenterScope scope) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT center_key, display_name, retired_at IS NOT NULL AS retired FROM center
                    WHERE center_key = ANY(:centers) ORDER BY center_key
                    """)
                .bind("centers", scope.keys())
                .map((row, context) -> center(row))
                .list());
  }

  /** The center of this key, when it is in scope. */
  public Optional<Center> find(CenterScope scope, CenterKey key) {
    return scope.covers(key) ? jdbi.withHandle(handle -> find(handle, key)) : Optional.empty();
  }

  /** Creates a center; its key is made from the name and is new for ever. */
  public Center create(String displayName) {
    return jdbi.inTransaction(
        transaction -> {
          lock(transaction);
          CenterKey key =
              CenterSlug.firstFree(displayName, taken -> find(transaction, taken).isPresent());
          Center center = new Center(key, displayName, false);
          insert(transaction, center);
          return center;
        });
  }

  /** Gives another display name; the key stays. */
  public Center rename(CenterScope scope, CenterKey key, String displayName) {
    return change(
        scope,
        key,
        AuditAction.CENTER_RENAMED,
        center -> new Center(key, displayName, center.retired()));
  }

  /** Takes nothing new for the center from now on; what it has stays readable. */
  public Center retire(CenterScope scope, CenterKey key) {
    return change(
        scope,
        key,
        AuditAction.CENTER_RETIRED,
        center -> new Center(key, center.displayName(), true));
  }

  private Center change(
      CenterScope scope, CenterKey key, AuditAction action, UnaryOperator<Center> changing) {
    return jdbi.inTransaction(
        transaction -> {
          lock(transaction);
          Center changed =
              find(transaction, key)
                  .filter(center -> scope.covers(key))
                  .map(changing)
                  .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
          update(transaction, changed);
          tell(transaction, changed, action);
          return changed;
        });
  }

  private void insert(Handle transaction, Center center) {
    transaction
        .createUpdate("INSERT INTO center (center_key, display_name) VALUES (:key, :name)")
        .bind("key", center.centerKey().value())
        .bind("name", center.displayName())
        .execute();
    tell(transaction, center, AuditAction.CENTER_CREATED);
  }

  private static void update(Handle transaction, Center center) {
    transaction
        .createUpdate(
            """
            UPDATE center SET display_name = :name,
                retired_at = CASE WHEN :retired THEN coalesce(retired_at, now()) END
            WHERE center_key = :key
            """)
        .bind("name", center.displayName())
        .bind("retired", center.retired())
        .bind("key", center.centerKey().value())
        .execute();
  }

  private void tell(Handle transaction, Center center, AuditAction action) {
    outbox.append(transaction, new CenterRegistered(center.centerKey(), center.retired()));
    audit.append(
        transaction,
        new AuditEvent(action, center.centerKey(), "center", center.centerKey().value()));
    directory.changed(transaction);
  }

  /** Two at once must not choose the same free key. */
  private static void lock(Handle transaction) {
    transaction
        .createQuery("SELECT pg_advisory_xact_lock(:lock)")
        .bind("lock", REGISTRY_LOCK)
        .mapTo(String.class)
        .findFirst();
  }

  private static Optional<Center> find(Handle handle, CenterKey key) {
    return handle
        .createQuery(
            "SELECT center_key, display_name, retired_at IS NOT NULL AS retired FROM center"
                + " WHERE center_key = :key")
        .bind("key", key.value())
        .map((row, context) -> center(row))
        .findOne();
  }

  private static Center center(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Center(
        new CenterKey(row.getString("center_key")),
        row.getString("display_name"),
        row.getBoolean("retired"));
  }
}
