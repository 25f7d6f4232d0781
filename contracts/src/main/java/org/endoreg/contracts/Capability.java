package org.endoreg.contracts;

/**
 * What a caller may do. A route names exactly one of these; a caller without it is refused,
 * whatever the object is.
 */
public enum Capability {
  UPLOAD_WRITE("upload:write"),
  UPLOAD_READ("upload:read"),
  ANONYMIZATION_READ("anonymization:read"),
  REPORT_READ("report:read"),
  VIDEO_READ("video:read"),
  RAW_MEDIA_READ("raw_media:read"),
  PATIENT_READ("patient:read"),
  KNOWLEDGE_READ("knowledge:read"),
  TRANSFER_READ("transfer:read"),
  OPS_READ("ops:read"),
  OPS_OPERATE("ops:operate"),
  ANONYMIZATION_WRITE("anonymization:write"),
  PATIENT_WRITE("patient:write"),
  REPORT_WRITE("report:write"),
  VIDEO_WRITE("video:write"),
  PHI_READ("phi:read"),
  KNOWLEDGE_WRITE("knowledge:write"),
  DATASET_READ("dataset:read"),
  DATASET_WRITE("dataset:write"),
  DATASET_EXPORT("dataset:export"),
  TRANSFER_OPERATE("transfer:operate"),
  QUARANTINE_REVIEW("quarantine:review"),
  QUARANTINE_REAP("quarantine:reap"),
  AUDIT_READ("audit:read"),
  AUDIT_VERIFY("audit:verify"),
  NODE_ADMIN("node:admin"),
  SETTINGS_WRITE("settings:write"),
  BACKUP_OPERATE("backup:operate"),
  KEY_ROTATE("key:rotate"),
  CENTER_SCOPE_ADMIN("center_scope:admin"),
  CENTER_SCOPE_GLOBAL_ADMIN("center_scope:global_admin");

  private final String roleName;

  Capability(String roleName) {
    this.roleName = roleName;
  }

  /** The role name a token carries for this capability. */
  public String roleName() {
    return roleName;
  }
}
