package org.endoreg.transfer.nodes;

import java.util.Set;

/** A node that knew one of its secrets, and the certificates it may connect with. */
public record ProvenNode(NetworkNode node, Set<String> certificates) {

  /** True when connections with this certificate come from the node. */
  public boolean isBound(String fingerprint) {
    return certificates.contains(fingerprint);
  }
}
