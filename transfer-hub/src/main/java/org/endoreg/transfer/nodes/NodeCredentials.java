package org.endoreg.transfer.nodes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies what a request presents. A secret that was right is remembered for a minute under a
 * keyed hash, because Argon2id is slow on purpose; a revoked one so works for one more minute at
 * most, an inactive node or a revoked certificate not at all.
 */
@ApplicationScoped
public class NodeCredentials {
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final int MOST_REMEMBERED = 1_000;

  private final Nodes nodes;
  private final Cache<String, String> proven =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST_REMEMBERED).build();
  private final SecretKeySpec memoryKey = new SecretKeySpec(random(), "HmacSHA256");

  NodeCredentials(Nodes nodes) {
    this.nodes = nodes;
  }

  /** The active node of this key, if the secret is one of its own. */
  public Optional<ProvenNode> prove(String nodeKey, String secret) {
    Optional<NodeProofs> known = nodes.proofs(nodeKey).filter(proofs -> proofs.node().isActive());
    List<String> hashes = known.map(NodeProofs::secretHashes).orElseGet(List::of);
    boolean matches =
        hashes.isEmpty()
            ? NodeSecrets.matches(secret, NodeSecrets.OF_NOBODY)
            : hashes.stream().anyMatch(hash -> matches(secret, hash));
    return known
        .filter(proofs -> matches)
        .map(proofs -> new ProvenNode(proofs.node(), proofs.certificates()));
  }

  private boolean matches(String secret, String hash) {
    String trace = trace(secret);
    if (trace.equals(proven.getIfPresent(hash))) {
      return true;
    }
    boolean matches = NodeSecrets.matches(secret, hash);
    if (matches) {
      proven.put(hash, trace);
    }
    return matches;
  }

  private String trace(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(memoryKey);
      return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException noJavaPlatform) {
      throw new IllegalStateException(noJavaPlatform);
    }
  }

  private static byte[] random() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return random;
  }
}
