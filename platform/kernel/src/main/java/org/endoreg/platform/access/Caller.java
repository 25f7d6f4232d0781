package org.endoreg.platform.access;

import java.util.Set;
import org.endoreg.contracts.Capability;

/** Who sent the request: an opaque subject, what it may do and which centers it sees. */
public record Caller(String subject, Set<Capability> capabilities, CenterScope scope) {

  /** True when the caller holds the capability. */
  public boolean may(Capability capability) {
    return capabilities.contains(capability);
  }
}
