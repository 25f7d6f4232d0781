package org.endoreg.transfer.nodes;

import java.util.List;
import java.util.Set;

/**
 * A node with what it may prove itself with at this moment: hashes of its secrets and fingerprints
 * of its certificates, none of them revoked or over.
 */
record NodeProofs(NetworkNode node, List<String> secretHashes, Set<String> certificates) {
  @Override
  public String toString() {
    return "NodeProofs[" + node.nodeKey() + "]";
  }
}
