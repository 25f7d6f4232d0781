package org.endoreg.transfer.nodes;

import java.time.Instant;
import java.util.List;
import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/**
 * A node as operators see it: with its certificates and until when its secrets work, never with
 * what could prove anything.
 */
public record NodeView(
    String nodeKey,
    String displayName,
    NodeRole role,
    @Nullable String baseUrl,
    boolean isActive,
    @Nullable CenterKey owningCenterKey,
    List<BoundCertificate> certificates,
    List<KeptSecret> secrets) {

  /** A certificate; without an end when only its fingerprint is known. */
  public record BoundCertificate(
      String fingerprint,
      @Nullable Instant notAfter,
      Instant boundAt,
      @Nullable Instant revokedAt) {}

  /** One of the two secrets; without an end it works until it is replaced. */
  public record KeptSecret(int slot, Instant setAt, @Nullable Instant notAfter) {}

  static NodeView of(
      NetworkNode node, List<BoundCertificate> certificates, List<KeptSecret> secrets) {
    return new NodeView(
        node.nodeKey(),
        node.displayName(),
        node.role(),
        node.baseUrl(),
        node.isActive(),
        node.owningCenterKey(),
        certificates,
        secrets);
  }
}
