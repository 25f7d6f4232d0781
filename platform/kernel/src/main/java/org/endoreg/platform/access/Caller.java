package org.endoreg.platform.access;

import java.util.Set;
import org.endoreg.contracts.Capability;

/**
 * Who sent the request: a stable subject, what it may do and which centers it sees. {@code
 * displayName} is for people and decides nothing; {@code roles} are the names the identity provider
 * gave.
 */
public record Caller(
    Kind kind,
    String subject,
    String displayName,
    Set<String> roles,
    Set<Capability> capabilities,
    CenterScope scope) {

  /** What kind of actor this is, as the audit chain names it. */
  public enum Kind {
    USER,
    SERVICE,
    NODE,
    SYSTEM
  }

  /** Copies the sets. */
  public Caller {
    roles = Set.copyOf(roles);
    capabilities = Set.copyOf(capabilities);
  }

  /** True when the caller holds the capability. */
  public boolean may(Capability capability) {
    return capabilities.contains(capability);
  }
}
