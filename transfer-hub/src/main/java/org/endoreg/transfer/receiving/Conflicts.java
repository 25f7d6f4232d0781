package org.endoreg.transfer.receiving;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.transfer.TransferRegistration;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of conflicts between registrations. A node that repeats itself is one row. */
@ApplicationScoped
class Conflicts {
  private static final String COLUMNS =
      """
      id, kind, transfer_key, transfer_id, source_node_key, center_key, resource_kind,
      resource_hash, processed_sha256, differing_fields, times, first_seen_at, last_seen_at, decision, reason,
      decided_by, decided_at
      """;

  private final Jdbi jdbi;

  Conflicts(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Records the conflict, or that it came once more. */
  void record(
      Handle transaction,
      ConflictKind kind,
      TransferRegistration<?> said,
      Sha256 digest,
      @Nullable UUID transfer,
      List<String> differing) {
    boolean known =
        transaction
                .createUpdate(
                    """
                    UPDATE transfer_conflict SET times = times + 1, last_seen_at = now()
                    WHERE source_node_key = :node AND transfer_key = :key AND kind = :kind
                        AND registration_sha256 = :digest
                    """)
                .bind("node", said.sourceNodeKey())
                .bind("key", said.transferKey())
                .bind("kind", kind.wireName())
                .bind("digest", digest.value())
                .execute()
            > 0;
    if (!known) {
      add(transaction, kind, said, digest, transfer, differing);
    }
  }

  private static void add(
      Handle transaction,
      ConflictKind kind,
      TransferRegistration<?> said,
      Sha256 digest,
      @Nullable UUID transfer,
      List<String> differing) {
    transaction
        .createUpdate(
            """
            INSERT INTO transfer_conflict (kind, transfer_key, transfer_id, source_node_key,
                center_key, resource_kind, resource_hash, registration_sha256,
                processed_sha256, differing_fields)
            VALUES (:kind, :key, :transfer, :node, :center, :resourceKind, :resource, :digest,
                :processed, :differing)
            ON CONFLICT (source_node_key, transfer_key, kind) WHERE decision IS NULL
            DO UPDATE SET times = transfer_conflict.times + 1, last_seen_at = now(),
                registration_sha256 = excluded.registration_sha256,
                processed_sha256 = excluded.processed_sha256,
                differing_fields = excluded.differing_fields
            """)
        .bind("kind", kind.wireName())
        .bind("key", said.transferKey())
        .bind("transfer", transfer)
        .bind("node", said.sourceNodeKey())
        .bind("center", said.sourceCenterKey().value())
        .bind("resourceKind", said.resourceKind().wireName())
        .bind("resource", said.resourceHash().value())
        .bind("digest", digest.value())
        .bind("processed", said.resourceRows().processedHash().value())
        .bindArray("differing", String.class, differing)
        .execute();
  }

  /** Conflicts of these centers, open or decided, in the order they came. */
  List<Conflict> page(CenterScope scope, boolean open, long after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM transfer_conflict WHERE center_key = ANY(:centers) AND id > :after"
                        + " AND (decision IS NULL) = :open ORDER BY id LIMIT :limit")
                .bind("centers", scope.keys())
                .bind("after", after)
                .bind("open", open)
                .bind("limit", limit)
                .map((row, context) -> conflict(row))
                .list());
  }

  /** Locks the conflict, if it is one of these centers. */
  Optional<Conflict> locked(Handle transaction, CenterScope scope, long id) {
    return transaction
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM transfer_conflict WHERE id = :id AND center_key = ANY(:centers)"
                + " FOR UPDATE")
        .bind("id", id)
        .bind("centers", scope.keys())
        .map((row, context) -> conflict(row))
        .findOne();
  }

  /**
   * True when the node of this transfer is the last one an operator let take the resource over. One
   * that another node took over from since replaces nothing, however late its bytes come.
   */
  boolean isSuperseding(Handle handle, TransferJob job) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM superseding_record WHERE center_key = :center"
                + " AND resource_hash = :resource AND source_node_key = :node)")
        .bind("center", job.center().value())
        .bind("resource", job.resourceHash().value())
        .bind("node", job.sourceNodeKey())
        .mapTo(Boolean.class)
        .one();
  }

  /** True when an operator let the node of this transfer have a record of its own. */
  boolean isSeparate(Handle handle, TransferJob job) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM separate_record WHERE center_key = :center"
                + " AND resource_hash = :resource AND source_node_key = :node)")
        .bind("center", job.center().value())
        .bind("resource", job.resourceHash().value())
        .bind("node", job.sourceNodeKey())
        .mapTo(Boolean.class)
        .one();
  }

  void decide(
      Handle transaction, long id, ConflictDecision decision, String reason, String person) {
    transaction
        .createUpdate(
            "UPDATE transfer_conflict SET decision = :decision, reason = :reason,"
                + " decided_by = :person, decided_at = now() WHERE id = :id")
        .bind("decision", decision.wireName())
        .bind("reason", reason)
        .bind("person", person)
        .bind("id", id)
        .execute();
  }

  private static Conflict conflict(ResultSet row) throws SQLException {
    return new Conflict(
        row.getLong("id"),
        ConflictKind.of(row.getString("kind")),
        row.getString("transfer_key"),
        row.getObject("transfer_id", UUID.class),
        row.getString("source_node_key"),
        new CenterKey(row.getString("center_key")),
        MediaKind.of(row.getString("resource_kind")),
        new Sha256(row.getString("resource_hash")),
        artifact(row.getString("processed_sha256")),
        Arrays.asList((String[]) row.getArray("differing_fields").getArray()),
        row.getInt("times"),
        row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
        decided(row));
  }

  private static @Nullable Sha256 artifact(@Nullable String digest) {
    return digest == null ? null : new Sha256(digest);
  }

  private static Conflict.@Nullable Decided decided(ResultSet row) throws SQLException {
    @Nullable String decision = row.getString("decision");
    return decision == null
        ? null
        : new Conflict.Decided(
            ConflictDecision.of(decision).orElseThrow(),
            row.getString("reason"),
            row.getString("decided_by"),
            row.getObject("decided_at", OffsetDateTime.class).toInstant());
  }
}
