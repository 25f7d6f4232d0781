package org.endoreg.platform.audit;

/** Lets a measurement write audit entries as a service does. */
public final class OpenedAudit {
  private OpenedAudit() {}

  /** The chain of the service of this name. */
  public static AuditChain of(String service) {
    return new AuditChain(service);
  }
}
