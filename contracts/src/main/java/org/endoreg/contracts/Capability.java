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
  OPS_READ("ops:read");

  private final String roleName;

  Capability(String roleName) {
    this.roleName = roleName;
  }

  /** The role name a token carries for this capability. */
  public String roleName() {
    return roleName;
  }
}
