package org.endoreg.transfer.receiving;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Both sides of conflicts, for the person who decides. Of a key another center has taken there is
 * no side to show.
 */
@ApplicationScoped
class ConflictSides {
  private static final String SIDE =
      """
      job.id, job.transfer_key, job.source_node_key, job.status, job.media_status,
      job.processed_sha256, job.envelope, job.created_at, job.applied_at
      """;

  /** The registration that is refused or waits is the one of an ownership conflict. */
  private static final String SIDES =
      """
      SELECT conflict.id AS conflict, conflict.kind = 'replay_mismatch' AS existing, %1$s
      FROM transfer_conflict conflict JOIN transfer_job job ON job.id = conflict.transfer_id
      WHERE conflict.id = ANY(:ids) AND conflict.center_key = ANY(:centers)
          AND job.center_key = ANY(:centers)
      UNION ALL
      SELECT conflict.id, true, %1$s
      FROM transfer_conflict conflict
      CROSS JOIN LATERAL (
          SELECT * FROM transfer_job owner
          WHERE owner.center_key = conflict.center_key
              AND owner.resource_hash = conflict.resource_hash
              AND owner.source_node_key <> conflict.source_node_key
              AND owner.status <> 'inconsistent'
              AND NOT EXISTS (
                  SELECT 1 FROM separate_record apart
                  WHERE apart.center_key = owner.center_key
                      AND apart.resource_hash = owner.resource_hash
                      AND apart.source_node_key = owner.source_node_key)
          ORDER BY owner.applied_at DESC NULLS LAST, owner.created_at DESC LIMIT 1) job
      WHERE conflict.id = ANY(:ids) AND conflict.center_key = ANY(:centers)
          AND conflict.kind = 'ownership'
      """
          .formatted(SIDE);

  private final Jdbi jdbi;

  ConflictSides(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What the hub has, and what contradicts it. */
  record Both(@Nullable ConflictSide existing, @Nullable ConflictSide other) {}

  /** Sides by the id of their conflict. */
  Map<Long, Both> of(CenterScope scope, List<Conflict> conflicts) {
    Map<Long, ConflictSide> existing = new HashMap<>();
    Map<Long, ConflictSide> other = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(SIDES)
                .bindArray("ids", Long.class, conflicts.stream().map(Conflict::id).toList())
                .bind("centers", scope.keys())
                .map(
                    (row, context) ->
                        (row.getBoolean("existing") ? existing : other)
                            .put(row.getLong("conflict"), side(row)))
                .list());
    Map<Long, Both> sides = new HashMap<>();
    for (Conflict conflict : conflicts) {
      @Nullable ConflictSide kept = other.get(conflict.id());
      sides.put(
          conflict.id(),
          new Both(existing.get(conflict.id()), kept == null ? refused(conflict) : kept));
    }
    return sides;
  }

  private static ConflictSide refused(Conflict conflict) {
    return new ConflictSide(
        conflict.sourceNodeKey(),
        conflict.transferKey(),
        null,
        null,
        conflict.artifact(),
        null,
        conflict.lastSeenAt(),
        null);
  }

  private static ConflictSide side(ResultSet row) throws SQLException {
    @Nullable String envelope = row.getString("envelope");
    return new ConflictSide(
        row.getString("source_node_key"),
        row.getString("transfer_key"),
        row.getObject("id", UUID.class),
        new TransferState(
            TransferStatus.of(row.getString("status")),
            MediaStatus.of(row.getString("media_status"))),
        new Sha256(row.getString("processed_sha256")),
        envelope == null ? null : TransferIdentities.envelope(envelope).plaintextSize(),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row.getObject("applied_at", OffsetDateTime.class)));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
