package org.endoreg.platform.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.platform.access.Caller;
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
    write(transaction, Callers.inRequest(), event);
  }

  /** The same for work that a person ordered and that runs outside of their request. */
  public void appendFor(Caller actor, Handle transaction, AuditEvent event) {
    write(transaction, Optional.of(actor), event);
  }

  private void write(Handle transaction, Optional<Caller> actor, AuditEvent event) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("what is done is told in the transaction that does it");
    }
    String entry = CanonicalEntry.of(store, actor, Correlation.current(), event, Instant.now());
    transaction
        .createUpdate("INSERT INTO audit_pending (entry) VALUES (:entry)")
        .bind("entry", entry)
        .execute();
  }
}
