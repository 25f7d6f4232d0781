package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.jdbi.v3.core.Handle;

/** Tells the audit chain of jobs, in the transaction that made it so. */
@ApplicationScoped
class JobAudit {
  private static final String JOB = "upload_job";

  private final AuditChain chain;

  JobAudit(AuditChain chain) {
    this.chain = chain;
  }

  void created(Handle transaction, Submission submission, UUID jobId) {
    tell(
        transaction,
        AuditAction.UPLOAD_CREATED,
        submission.center(),
        jobId,
        Map.of(
            "kind", submission.kind().wireName(),
            "ingest_mode", submission.mode().wireName(),
            "size_bytes", submission.blob().sizeBytes()));
    if (submission.sidecar().isPresent()) {
      tell(transaction, AuditAction.DROP_ACCEPTED, submission.center(), jobId, Map.of());
    }
  }

  void ended(Handle transaction, CenterKey center, UUID jobId, UploadStatus status, String code) {
    switch (status) {
      case ANONYMIZED -> tell(transaction, AuditAction.UPLOAD_COMPLETED, center, jobId, Map.of());
      case ERROR ->
          tell(transaction, AuditAction.UPLOAD_FAILED, center, jobId, Map.of("code", code));
      case LOST -> tell(transaction, AuditAction.UPLOAD_LOST, center, jobId, Map.of("code", code));
      case CANCELLED -> tell(transaction, AuditAction.UPLOAD_CANCELLED, center, jobId, Map.of());
      default -> throw new IllegalArgumentException("not an end: " + status);
    }
  }

  void retried(Handle transaction, CenterKey center, UUID jobId, int attempt) {
    tell(transaction, AuditAction.UPLOAD_RETRIED, center, jobId, Map.of("attempt", attempt));
  }

  void cancelRequested(Handle transaction, CenterKey center, UUID jobId) {
    tell(transaction, AuditAction.UPLOAD_CANCEL_REQUESTED, center, jobId, Map.of());
  }

  void parked(Handle transaction, CenterKey center, UUID jobId) {
    tell(transaction, AuditAction.UPLOAD_PARKED, center, jobId, Map.of());
  }

  private void tell(
      Handle transaction,
      AuditAction action,
      CenterKey center,
      UUID jobId,
      Map<String, Object> data) {
    chain.append(transaction, new AuditEvent(action, center, JOB, jobId.toString(), data));
  }
}
