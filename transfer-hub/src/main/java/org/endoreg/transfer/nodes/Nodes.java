package org.endoreg.transfer.nodes;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.OwnerlessRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of nodes, their secrets and their certificates. */
@ApplicationScoped
public class Nodes {
  private static final int MOST = 500;
  private static final String COLUMNS =
      "node_key, display_name, role, base_url, is_active, owning_center_key";

  private final Jdbi jdbi;

  Nodes(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Nodes owned by these centers, at most 500, by key. */
  List<NodeView> list(CenterScope scope) {
    return jdbi.withHandle(
        handle ->
            views(
                handle,
                handle
                    .createQuery(
                        "SELECT "
                            + COLUMNS
                            + " FROM network_node WHERE owning_center_key = ANY(:centers)"
                            + " ORDER BY node_key LIMIT :most")
                    .bind("centers", scope.keys())
                    .bind("most", MOST)
                    .map((row, context) -> node(row))
                    .list()));
  }

  /** One node, if these centers own it. */
  Optional<NodeView> view(CenterScope scope, String nodeKey) {
    return jdbi.withHandle(
        handle ->
            find(handle, nodeKey)
                .filter(node -> node.owner().map(scope::covers).orElse(false))
                .map(node -> views(handle, List.of(node)).get(0)));
  }

  private static List<NodeView> views(Handle handle, List<NetworkNode> nodes) {
    String[] keys = nodes.stream().map(NetworkNode::nodeKey).toArray(String[]::new);
    Map<String, List<NodeView.BoundCertificate>> certificates = certificates(handle, keys);
    Map<String, List<NodeView.KeptSecret>> secrets = secrets(handle, keys);
    return nodes.stream()
        .map(
            node ->
                NodeView.of(
                    node,
                    certificates.getOrDefault(node.nodeKey(), List.of()),
                    secrets.getOrDefault(node.nodeKey(), List.of())))
        .toList();
  }

  /** Of each node, the newest first. */
  private static Map<String, List<NodeView.BoundCertificate>> certificates(
      Handle handle, String[] keys) {
    return handle
        .createQuery(
            "SELECT node_key, fingerprint, not_after, bound_at, revoked_at FROM node_certificate"
                + " WHERE node_key = ANY(:keys) ORDER BY bound_at DESC, fingerprint")
        .bind("keys", keys)
        .map(
            (row, context) ->
                Map.entry(
                    row.getString("node_key"),
                    new NodeView.BoundCertificate(
                        row.getString("fingerprint"),
                        instant(row, "not_after"),
                        row.getObject("bound_at", OffsetDateTime.class).toInstant(),
                        instant(row, "revoked_at"))))
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  private static Map<String, List<NodeView.KeptSecret>> secrets(Handle handle, String[] keys) {
    return handle
        .createQuery(
            "SELECT node_key, slot, set_at, not_after FROM node_secret"
                + " WHERE node_key = ANY(:keys) ORDER BY slot")
        .bind("keys", keys)
        .map(
            (row, context) ->
                Map.entry(
                    row.getString("node_key"),
                    new NodeView.KeptSecret(
                        row.getInt("slot"),
                        row.getObject("set_at", OffsetDateTime.class).toInstant(),
                        instant(row, "not_after"))))
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  /** The node of this key, whoever owns it. */
  public Optional<NetworkNode> find(Handle handle, String nodeKey) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM network_node WHERE node_key = :key")
        .bind("key", nodeKey)
        .map((row, context) -> node(row))
        .findOne();
  }

  /** The node of this key with what it may prove itself with now, in one question. */
  @OwnerlessRows("a node has to be known before its center is")
  Optional<NodeProofs> proofs(String nodeKey) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT %s,
                        ARRAY(SELECT secret_hash FROM node_secret s WHERE s.node_key = n.node_key
                            AND (not_after IS NULL OR not_after > now()) ORDER BY slot) AS secrets,
                        ARRAY(SELECT fingerprint FROM node_certificate c
                            WHERE c.node_key = n.node_key AND revoked_at IS NULL
                            AND (not_after IS NULL OR not_after > now())) AS certificates
                    FROM network_node n WHERE node_key = :key
                    """
                        .formatted(COLUMNS))
                .bind("key", nodeKey)
                .map(
                    (row, context) ->
                        new NodeProofs(
                            node(row),
                            texts(row, "secrets"),
                            Set.copyOf(texts(row, "certificates"))))
                .findOne());
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  /** True when a node other than this one is active in the role. */
  @OwnerlessRows("which node is the hub concerns all centers")
  boolean hasOtherActive(NodeRole role, String ownKey) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT EXISTS (SELECT 1 FROM network_node WHERE role = :role AND is_active"
                        + " AND node_key <> :key)")
                .bind("role", role.wireName())
                .bind("key", ownKey)
                .mapTo(Boolean.class)
                .one());
  }

  /** Adds the node; false when the key was given before. */
  boolean add(Handle transaction, NetworkNode node) {
    return transaction
            .createUpdate(
                """
                INSERT INTO network_node
                    (node_key, display_name, role, base_url, is_active, owning_center_key)
                VALUES (:key, :name, :role, :url, :active, :center)
                ON CONFLICT (node_key) DO NOTHING
                """)
            .bind("key", node.nodeKey())
            .bind("name", node.displayName())
            .bind("role", node.role().wireName())
            .bind("url", node.baseUrl())
            .bind("active", node.isActive())
            .bind("center", node.owner().map(CenterKey::value).orElse(null))
            .execute()
        == 1;
  }

  /** Lets the node take part or not. */
  void activate(Handle transaction, String nodeKey, boolean active) {
    transaction
        .createUpdate("UPDATE network_node SET is_active = :active WHERE node_key = :key")
        .bind("active", active)
        .bind("key", nodeKey)
        .execute();
  }

  /**
   * Puts a new secret into the slot that is empty or older, and lets the other one end then.
   *
   * @return the slot
   */
  int rotateSecret(
      Handle transaction, String nodeKey, String hash, @Nullable OffsetDateTime oldEnds) {
    int slot =
        transaction
            .createQuery(
                """
                SELECT slots.slot FROM (VALUES (1), (2)) AS slots (slot)
                LEFT JOIN node_secret s ON s.slot = slots.slot AND s.node_key = :key
                ORDER BY s.set_at NULLS FIRST, slots.slot LIMIT 1
                """)
            .bind("key", nodeKey)
            .mapTo(Integer.class)
            .one();
    transaction
        .createUpdate(
            """
            INSERT INTO node_secret (node_key, slot, secret_hash) VALUES (:key, :slot, :hash)
            ON CONFLICT (node_key, slot) DO UPDATE SET secret_hash = excluded.secret_hash,
                not_after = NULL, set_at = now()
            """)
        .bind("key", nodeKey)
        .bind("slot", slot)
        .bind("hash", hash)
        .execute();
    transaction
        .createUpdate(
            "UPDATE node_secret SET not_after = coalesce(:ends, now())"
                + " WHERE node_key = :key AND slot <> :slot")
        .bind("ends", oldEnds)
        .bind("key", nodeKey)
        .bind("slot", slot)
        .execute();
    return slot;
  }

  /** Binds a certificate; false when it was bound before, to whomever. */
  boolean bind(
      Handle transaction, String nodeKey, String fingerprint, @Nullable OffsetDateTime notAfter) {
    return transaction
            .createUpdate(
                "INSERT INTO node_certificate (fingerprint, node_key, not_after)"
                    + " VALUES (:fingerprint, :key, :notAfter) ON CONFLICT DO NOTHING")
            .bind("fingerprint", fingerprint)
            .bind("key", nodeKey)
            .bind("notAfter", notAfter)
            .execute()
        == 1;
  }

  /** Revokes a certificate of the node; false when there is none to revoke. */
  boolean revoke(Handle transaction, String nodeKey, String fingerprint) {
    return transaction
            .createUpdate(
                "UPDATE node_certificate SET revoked_at = now() WHERE node_key = :key"
                    + " AND fingerprint = :fingerprint AND revoked_at IS NULL")
            .bind("key", nodeKey)
            .bind("fingerprint", fingerprint)
            .execute()
        == 1;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static NetworkNode node(ResultSet row) throws SQLException {
    @Nullable String center = row.getString("owning_center_key");
    return new NetworkNode(
        row.getString("node_key"),
        row.getString("display_name"),
        NodeRole.of(row.getString("role")),
        row.getString("base_url"),
        row.getBoolean("is_active"),
        center == null ? null : new CenterKey(center));
  }
}
