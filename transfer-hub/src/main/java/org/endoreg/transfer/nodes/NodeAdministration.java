package org.endoreg.transfer.nodes;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Provisions, rotates and revokes what nodes prove themselves with. A secret is told once, when it
 * is made; every change is audited.
 */
@ApplicationScoped
class NodeAdministration {
  private static final int LONGEST_KEY = 60;

  private final Nodes nodes;
  private final AuditChain audit;
  private final Jdbi jdbi;

  NodeAdministration(Nodes nodes, AuditChain audit, Jdbi jdbi) {
    this.nodes = nodes;
    this.audit = audit;
    this.jdbi = jdbi;
  }

  /** A node with the secret that is told only now. */
  record Provisioned(NetworkNode node, String secret) {}

  /** Registers a node under a key made from its name. */
  Provisioned register(CenterScope scope, NewNode wanted) {
    requireScope(scope, Optional.of(wanted.owningCenterKey()));
    String secret = NodeSecrets.randomText();
    String hash = NodeSecrets.hash(secret);
    NetworkNode node =
        jdbi.inTransaction(
            transaction -> {
              NetworkNode added = addUnderFreeKey(transaction, wanted);
              nodes.rotateSecret(transaction, added.nodeKey(), hash, null);
              tell(
                  transaction,
                  AuditAction.NODE_REGISTERED,
                  added,
                  Map.of("role", added.role().wireName()));
              return added;
            });
    return new Provisioned(node, secret);
  }

  private NetworkNode addUnderFreeKey(Handle transaction, NewNode wanted) {
    String slug = slug(wanted.displayName());
    for (int number = 1; ; number++) {
      NetworkNode node =
          new NetworkNode(
              number == 1 ? slug : slug + "-" + number,
              wanted.displayName(),
              wanted.role(),
              wanted.baseUrl(),
              true,
              wanted.owningCenterKey());
      if (nodes.add(transaction, node)) {
        return node;
      }
    }
  }

  /** A new secret; the former one works until {@code oldEnds}, or not at all without one. */
  Provisioned rotateSecret(CenterScope scope, String key, @Nullable OffsetDateTime oldEnds) {
    String secret = NodeSecrets.randomText();
    String hash = NodeSecrets.hash(secret);
    return jdbi.inTransaction(
        transaction -> {
          NetworkNode node = known(transaction, scope, key);
          int slot = nodes.rotateSecret(transaction, key, hash, oldEnds);
          tell(transaction, AuditAction.NODE_SECRET_ROTATED, node, Map.of("slot", slot));
          return new Provisioned(node, secret);
        });
  }

  /** Binds a certificate to the node. */
  void bind(CenterScope scope, String key, ClientCertificate certificate) {
    change(
        scope,
        key,
        AuditAction.NODE_CERTIFICATE_BOUND,
        Map.of("fingerprint", certificate.fingerprint()),
        transaction ->
            nodes.bind(
                transaction,
                key,
                certificate.fingerprint(),
                certificate.notAfter().map(end -> end.atOffset(ZoneOffset.UTC)).orElse(null)));
  }

  /** Revokes a certificate of the node, from the next request on. */
  void revoke(CenterScope scope, String key, String fingerprint) {
    change(
        scope,
        key,
        AuditAction.NODE_CERTIFICATE_REVOKED,
        Map.of("fingerprint", fingerprint),
        transaction -> nodes.revoke(transaction, key, fingerprint));
  }

  /** Lets the node take part or not. */
  void activate(CenterScope scope, String key, boolean active) {
    change(
        scope,
        key,
        AuditAction.NODE_CHANGED,
        Map.of("active", active),
        transaction -> {
          nodes.activate(transaction, key, active);
          return true;
        });
  }

  private void change(
      CenterScope scope,
      String key,
      AuditAction action,
      Map<String, Object> data,
      Predicate<Handle> effect) {
    jdbi.useTransaction(
        transaction -> {
          NetworkNode node = known(transaction, scope, key);
          if (!effect.test(transaction)) {
            throw new ProblemException(ProblemCode.CONFLICT);
          }
          tell(transaction, action, node, data);
        });
  }

  private NetworkNode known(Handle transaction, CenterScope scope, String key) {
    return nodes
        .find(transaction, key)
        .filter(node -> node.owner().map(scope::covers).orElse(false))
        .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }

  private static void requireScope(CenterScope scope, Optional<CenterKey> center) {
    if (!center.map(scope::covers).orElse(false)) {
      throw new ProblemException(
          ProblemCode.CENTER_FORBIDDEN, Map.of("owning_center_key", List.of("forbidden")));
    }
  }

  /** A slug as center keys have one; an empty one becomes {@code node}. */
  private static String slug(String name) {
    String slug =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String cut = slug.length() > LONGEST_KEY ? slug.substring(0, LONGEST_KEY) : slug;
    return cut.isEmpty() ? "node" : cut;
  }

  private void tell(
      Handle transaction, AuditAction action, NetworkNode node, Map<String, Object> data) {
    audit.append(
        transaction, new AuditEvent(action, node.owningCenterKey(), "node", node.nodeKey(), data));
  }
}
