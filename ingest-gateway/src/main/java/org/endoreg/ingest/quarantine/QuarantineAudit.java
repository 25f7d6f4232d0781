package org.endoreg.ingest.quarantine;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.DropRejected;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.jdbi.v3.core.Handle;

/**
 * Tells the audit chain every step of a quarantined drop, in the transaction that made it. The
 * reason a person typed stays in the row: the chain is kept for years and takes no free text.
 */
@ApplicationScoped
class QuarantineAudit {
  private static final String ITEM = "quarantine_item";

  private final AuditChain chain;

  QuarantineAudit(AuditChain chain) {
    this.chain = chain;
  }

  void arrived(Handle transaction, DropRejected drop, UUID id) {
    Map<String, Object> why = Map.of("code", drop.code().wireName());
    tell(transaction, AuditAction.DROP_REJECTED, drop.centerKey(), id, why);
    tell(transaction, AuditAction.QUARANTINE_ARRIVED, drop.centerKey(), id, why);
  }

  void retained(Handle transaction, CenterKey center, UUID id) {
    tell(transaction, AuditAction.QUARANTINE_RETAINED, center, id, Map.of());
  }

  void approved(Handle transaction, CenterKey center, UUID id, int afterDays) {
    tell(
        transaction,
        AuditAction.QUARANTINE_DELETION_APPROVED,
        center,
        id,
        Map.of("delete_after_days", afterDays));
  }

  void released(Handle transaction, CenterKey center, UUID id) {
    tell(transaction, AuditAction.QUARANTINE_RELEASED, center, id, Map.of());
  }

  void deleted(Handle transaction, CenterKey center, UUID id, Sha256 content) {
    tell(
        transaction,
        AuditAction.QUARANTINE_DELETED,
        center,
        id,
        Map.of("content_sha256", content.value()));
  }

  void failed(Handle transaction, CenterKey center, UUID id, ProblemCode code) {
    tell(
        transaction,
        AuditAction.QUARANTINE_DELETE_FAILED,
        center,
        id,
        Map.of("reason_code", code.wireName()));
  }

  void missing(Handle transaction, CenterKey center, UUID id) {
    tell(transaction, AuditAction.QUARANTINE_MISSING, center, id, Map.of());
  }

  private void tell(
      Handle transaction, AuditAction action, CenterKey center, UUID id, Map<String, Object> data) {
    chain.append(transaction, new AuditEvent(action, center, ITEM, id.toString(), data));
  }
}
