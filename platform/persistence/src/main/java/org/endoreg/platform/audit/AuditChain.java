package org.endoreg.platform.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.correlation.Correlation;
import org.jdbi.v3.core.Handle;

/**
 * Where a service writes what was done. The entry is part of the caller's transaction: when it
 * cannot be written, what it tells of does not happen either.
 */
@ApplicationScoped
public class AuditChain {
  private final String store;

  AuditChain(@ConfigProperty(name = "quarkus.application.name") String store) {
    this.store = store;
  }

  /** Tells of the event; the actor is the caller of the request, else the service itself. */
  public void append(Handle transaction, AuditEvent event) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("what is done is told in the transaction that does it");
    }
    String entry =
        CanonicalEntry.of(store, Callers.inRequest(), Correlation.current(), event, Instant.now());
    transaction
        .createUpdate("INSERT INTO audit_pending (entry) VALUES (:entry)")
        .bind("entry", entry)
        .execute();
  }
}
