package org.endoreg.transfer.nodes;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Verifies what a request presents against what is in the database now: an inactive node, a revoked
 * secret or a revoked certificate is refused with the next request.
 */
@ApplicationScoped
public class NodeCredentials {
  private final Nodes nodes;
  private final ProvenSecrets secrets = new ProvenSecrets(NodeSecrets::matches);

  NodeCredentials(Nodes nodes) {
    this.nodes = nodes;
  }

  /** The active node of this key, if the secret is one of its own. */
  public Optional<ProvenNode> prove(String nodeKey, String secret) {
    Optional<NodeProofs> known = nodes.proofs(nodeKey).filter(proofs -> proofs.node().isActive());
    List<String> hashes = known.map(NodeProofs::secretHashes).orElseGet(List::of);
    boolean matches =
        hashes.isEmpty()
            ? secrets.matches(secret, NodeSecrets.OF_NOBODY)
            : hashes.stream().anyMatch(hash -> secrets.matches(secret, hash));
    return known
        .filter(proofs -> matches)
        .map(proofs -> new ProvenNode(proofs.node(), proofs.certificates()));
  }
}
