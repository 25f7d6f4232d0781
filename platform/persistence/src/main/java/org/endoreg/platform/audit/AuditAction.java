package org.endoreg.platform.audit;

import java.util.Arrays;

/** What can be told in the chain, each with the only members its data may have. */
public enum AuditAction {
  UPLOAD_CREATED("upload.created", "kind", "ingest_mode", "size_bytes"),
  UPLOAD_COMPLETED("upload.completed", "human_validated"),
  UPLOAD_FAILED("upload.failed", "code"),
  UPLOAD_LOST("upload.lost", "code"),
  UPLOAD_RETRIED("upload.retried", "attempt"),
  UPLOAD_CANCEL_REQUESTED("upload.cancel_requested"),
  UPLOAD_CANCELLED("upload.cancelled"),
  UPLOAD_PARKED("upload.parked"),
  UPLOAD_DISMISSED("upload.dismissed"),
  BULK_ACTION("jobs.bulk_action", "action", "matched", "changed"),
  DROP_REJECTED("hub.preanonymized_drop_rejected", "code"),
  DROP_ACCEPTED("hub.preanonymized_drop_accepted"),
  QUARANTINE_ARRIVED("quarantine.arrived", "code"),
  QUARANTINE_RETAINED("quarantine.retained"),
  QUARANTINE_RELEASED("quarantine.released"),
  QUARANTINE_DELETION_APPROVED("quarantine.deletion_approved", "delete_after_days"),
  QUARANTINE_DELETED("quarantine.deleted", "content_sha256"),
  QUARANTINE_DELETE_FAILED("quarantine.delete_failed", "reason_code"),
  QUARANTINE_MISSING("quarantine.missing"),
  ORPHAN_DELETED("orphan.deleted", "receipt_id"),
  CLEANUP_DELETED("cleanup.deleted", "receipt_id", "content_sha256", "size_bytes"),
  CENTER_CREATED("center.created"),
  CENTER_RENAMED("center.renamed"),
  CENTER_RETIRED("center.retired"),
  DEAD_LETTER_REPLAYED("dlq.replayed", "topic", "partition", "offset"),
  DEAD_LETTER_DISCARDED("dlq.discarded", "topic", "partition", "offset"),
  RAW_MEDIA_READ("raw_media.read"),
  BACKUP_RUN("backup.run", "generation"),
  BACKUP_RESTORED("backup.restored", "generation"),
  NODE_REGISTERED("node.registered", "role"),
  NODE_CHANGED("node.changed", "active"),
  NODE_SECRET_ROTATED("node.secret_rotated", "slot"),
  NODE_CERTIFICATE_BOUND("node.certificate_bound", "fingerprint"),
  NODE_CERTIFICATE_REVOKED("node.certificate_revoked", "fingerprint"),
  RECIPIENT_KEY_CHANGED("key.recipient_changed", "state"),
  TRANSFER_AUTH_FAILED("hub.transfer_node_auth_failed", "reason", "node", "count"),
  TRANSFER_JOB_CREATED("hub.transfer_job_created", "status", "decision", "kind"),
  TRANSFER_JOB_REUSED("hub.transfer_job_reused"),
  TRANSFER_REPLAY_REJECTED("hub.transfer_job_replay_rejected"),
  TRANSFER_OWNERSHIP_CONFLICT("hub.transfer_resource_ownership_conflict"),
  TRANSFER_INVALID("hub.transfer_create_validation_failed", "fields"),
  TRANSFER_MEDIA_RECEIVED("hub.transfer_media_received", "size_bytes"),
  TRANSFER_MEDIA_REFUSED("hub.transfer_media_upload_validation_failed", "reason"),
  TRANSFER_APPLIED("hub.transfer_applied", "size_bytes", "envelope"),
  TRANSFER_CIPHERTEXT_REMOVED("hub.transfer_ciphertext_removed", "reason", "size_bytes"),
  TRANSFER_CONFLICT_DECIDED("hub.transfer_conflict_decided", "decision", "conflict"),
  EXPORT_COMPLETED("hub_export.completed"),
  EXPORT_FAILED("hub_export.failed", "class", "code"),
  EXPORT_QUEUED("hub_export.queued"),
  EXPORT_WITHDRAWN("hub_export.ineligible_state_detected", "needs_recall"),
  EXPORT_CANCELLED("hub_export.cancelled"),
  EXPORT_CLEANUP_APPLIED("hub_export.local_cleanup_policy_applied", "status"),
  EXPORT_SEALED_REMOVED("hub_export.sealed_removed", "reason", "size_bytes"),
  ACCESS_DENIED("access.denied", "count");

  private final String code;
  private final String members;

  AuditAction(String code, String... members) {
    this.code = code;
    this.members = " " + String.join(" ", members) + " ";
  }

  /** The stable code in the chain. */
  public String code() {
    return code;
  }

  /** True when the data of this action may have this member. */
  boolean knows(String member) {
    return members.contains(" " + member + " ");
  }

  /**
   * The action of this code.
   *
   * @throws IllegalArgumentException for any other code
   */
  public static AuditAction of(String code) {
    return Arrays.stream(values())
        .filter(action -> action.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown audit action"));
  }
}
