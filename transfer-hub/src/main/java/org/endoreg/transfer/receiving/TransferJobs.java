package org.endoreg.transfer.receiving;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.transfer.TransferRegistration;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.OwnerlessRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of transfers. */
@ApplicationScoped
class TransferJobs {
  private static final String COLUMNS =
      """
      id, transfer_key, source_node_key, target_node_key, center_key, resource_kind, resource_hash,
      processed_sha256, registration, status, decision, cleanup_status, media_status, envelope,
      ciphertext_sha256, ciphertext_size, media_problem, receipt, ciphertext_removed_at,
      ciphertext_removal, created_at, updated_at
      """;

  private final Jdbi jdbi;

  TransferJobs(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** One registration after the other for each resource of a center. */
  @OwnerlessRows("a lock reads no row")
  void lockResource(Handle transaction, CenterKey center, Sha256 resource) {
    transaction
        .createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:name, 20251))")
        .bind("name", center.value() + "/" + resource.value())
        .mapTo(String.class)
        .findOne();
  }

  /**
   * Nodes an operator accepted as separate have records of their own: they own nothing of each
   * other, nor does anybody else.
   */
  RegistrationDecision.Facts facts(
      Handle transaction, CenterScope scope, TransferRegistration<?> said) {
    return transaction
        .createQuery(
            """
            WITH separate AS (
                SELECT source_node_key FROM separate_record
                WHERE center_key = ANY(:centers) AND resource_hash = :resource),
            superseding AS (
                SELECT decided_at FROM superseding_record WHERE center_key = ANY(:centers)
                AND resource_hash = :resource AND source_node_key = :node)
            SELECT coalesce(bool_or(source_node_key <> :node AND status <> 'inconsistent'
                        AND NOT EXISTS (SELECT 1 FROM superseding WHERE created_at < decided_at)
                        AND source_node_key NOT IN (SELECT source_node_key FROM separate)
                        AND :node NOT IN (SELECT source_node_key FROM separate)), false)
                    AS owned_by_another,
                coalesce(bool_or(source_node_key = :node AND status = 'applied'
                    AND processed_sha256 = :processed), false) AS artifact_applied
            FROM transfer_job WHERE center_key = ANY(:centers) AND resource_hash = :resource
            """)
        .bind("node", said.sourceNodeKey())
        .bind("processed", said.resourceRows().processedHash().value())
        .bind("centers", scope.keys())
        .bind("resource", said.resourceHash().value())
        .map(
            (row, context) ->
                new RegistrationDecision.Facts(
                    row.getBoolean("owned_by_another"), row.getBoolean("artifact_applied")))
        .one();
  }

  /** Adds the row; empty when the key is taken, by whomever. */
  boolean add(Handle transaction, TransferJob job, Sha256 registrationSha256) {
    return transaction
            .createUpdate(
                """
                INSERT INTO transfer_job (id, transfer_key, source_node_key, target_node_key,
                    center_key, resource_kind, resource_hash, processed_sha256, registration,
                    registration_sha256, status, decision, cleanup_status, applied_at)
                VALUES (:id, :key, :source, :target, :center, :kind, :resource, :processed,
                    :registration, :digest, :status, :decision, :cleanup,
                    CASE :status WHEN 'applied' THEN now() END)
                ON CONFLICT (transfer_key) DO NOTHING
                """)
            .bind("id", job.id())
            .bind("key", job.transferKey())
            .bind("source", job.sourceNodeKey())
            .bind("target", job.targetNodeKey())
            .bind("center", job.center().value())
            .bind("kind", job.kind().wireName())
            .bind("resource", job.resourceHash().value())
            .bind("processed", job.processedSha256().value())
            .bind("registration", job.registration())
            .bind("digest", registrationSha256.value())
            .bind("status", job.status().wireName())
            .bind("decision", job.decision().wireName())
            .bind("cleanup", job.cleanupStatus())
            .execute()
        == 1;
  }

  /** The transfer of this key, if the node registered it. */
  Optional<TransferJob> ofNode(Handle handle, CenterScope scope, String node, String key) {
    return one(handle, scope, node, key, "");
  }

  /** The same, locked until the transaction ends. */
  Optional<TransferJob> lockedOfNode(
      Handle transaction, CenterScope scope, String node, String key) {
    return one(transaction, scope, node, key, " FOR UPDATE");
  }

  private static Optional<TransferJob> one(
      Handle handle, CenterScope scope, String node, String key, String lock) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM transfer_job WHERE transfer_key = :key AND source_node_key = :node"
                + " AND center_key = ANY(:centers)"
                + lock)
        .bind("key", key)
        .bind("node", node)
        .bind("centers", scope.keys())
        .map((row, context) -> job(row))
        .findOne();
  }

  /** The newest transfer by which another node of these centers owns the resource. */
  Optional<TransferJob> ofAnotherNode(
      Handle handle, CenterScope scope, TransferRegistration<?> said) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM transfer_job WHERE center_key = ANY(:centers)"
                + " AND resource_hash = :resource AND source_node_key <> :node"
                + " AND status <> 'inconsistent' AND source_node_key NOT IN (SELECT"
                + " source_node_key FROM separate_record WHERE center_key = ANY(:centers)"
                + " AND resource_hash = :resource)"
                + " ORDER BY applied_at DESC NULLS LAST, created_at DESC LIMIT 1")
        .bind("centers", scope.keys())
        .bind("resource", said.resourceHash().value())
        .bind("node", said.sourceNodeKey())
        .map((row, context) -> job(row))
        .findOne();
  }

  /** The transfer of a work item. */
  TransferJob byId(UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT " + COLUMNS + " FROM transfer_job WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> job(row))
                .one());
  }

  /** The newest transfers of these centers, at most {@code limit}. */
  List<TransferJob> newest(CenterScope scope, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM transfer_job WHERE center_key = ANY(:centers)"
                        + " ORDER BY created_at DESC, id LIMIT :limit")
                .bind("centers", scope.keys())
                .bind("limit", limit)
                .map((row, context) -> job(row))
                .list());
  }

  /** Binds the transfer to an envelope whose ciphertext comes now. */
  boolean expect(
      Handle transaction, TransferJob job, String envelope, Sha256 fingerprint, long size) {
    return move(
        transaction,
        job,
        TransferEvent.ENVELOPE_TAKEN,
        "envelope = :envelope, envelope_sha256 = :fingerprint, ciphertext_size = :size,"
            + " media_problem = NULL, ciphertext_sha256 = NULL, ciphertext_removed_at = NULL,"
            + " ciphertext_removal = NULL",
        Map.of("envelope", envelope, "fingerprint", fingerprint.value(), "size", size));
  }

  /** All of the ciphertext is here. */
  boolean received(Handle transaction, TransferJob job) {
    return move(
        transaction, job, TransferEvent.CIPHERTEXT_COMPLETE, "media_problem = NULL", Map.of());
  }

  /** The ciphertext was not what it had to be; another one may come. */
  boolean refused(Handle transaction, TransferJob job, String problem) {
    return move(
        transaction,
        job,
        TransferEvent.MEDIA_REFUSED,
        "media_problem = :problem",
        Map.of("problem", problem));
  }

  /** An operator lets this node take the resource over. */
  boolean superseded(Handle transaction, TransferJob job) {
    return awaited(transaction, job, TransferEvent.CONFLICT_SUPERSEDED);
  }

  /** An operator lets this node have a record of its own. */
  boolean separated(Handle transaction, TransferJob job) {
    return awaited(transaction, job, TransferEvent.CONFLICT_SEPARATED);
  }

  private static boolean awaited(Handle transaction, TransferJob job, TransferEvent event) {
    return move(
        transaction,
        job,
        event,
        "decision = :decision",
        Map.of("decision", ProcessingDecision.WAIT_FOR_MISSING_MEDIA.wireName()));
  }

  /** Transfers of the node by key, from the one behind {@code after} on. */
  List<TransferJob> pageOfNode(CenterScope scope, String node, String after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM transfer_job WHERE center_key = ANY(:centers)"
                        + " AND source_node_key = :node AND transfer_key COLLATE \"C\" > :after"
                        + " ORDER BY transfer_key COLLATE \"C\" LIMIT :limit")
                .bind("centers", scope.keys())
                .bind("node", node)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> job(row))
                .list());
  }

  /** The artifact was verified and lies in the blob store. */
  boolean applied(
      Handle transaction, TransferJob job, BlobKey artifact, Sha256 ciphertext, String receipt) {
    return move(
        transaction,
        job,
        TransferEvent.MEDIA_APPLIED,
        "decision = :decision, artifact_blob_key = :artifact, ciphertext_sha256 = :ciphertext,"
            + " receipt = :receipt, applied_at = now()",
        Map.of(
            "decision", ProcessingDecision.SKIP_PROCESSING_PRESERVED_STATE.wireName(),
            "artifact", artifact.value(),
            "ciphertext", ciphertext.value(),
            "receipt", receipt));
  }

  /** Transfers whose ciphertext may have to go and has no receipt yet, by id. */
  List<UUID> withCiphertext(UUID after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT id FROM transfer_job
                    WHERE ciphertext_removed_at IS NULL AND id > :after
                        AND media_status IN ('receiving', 'refused', 'applied')
                    ORDER BY id LIMIT :limit
                    """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
  }

  /** Locks the transfer; empty when there is none or somebody else works on it. */
  Optional<TransferJob> lockedUnlessBusy(Handle transaction, UUID id) {
    return transaction
        .createQuery(
            "SELECT " + COLUMNS + " FROM transfer_job WHERE id = :id FOR UPDATE SKIP LOCKED")
        .bind("id", id)
        .map((row, context) -> job(row))
        .findOne();
  }

  boolean exists(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT EXISTS (SELECT 1 FROM transfer_job WHERE id = :id)")
        .bind("id", id)
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * The ciphertext is gone. A node that asked for its bytes to go after they were applied has its
   * wish: raw bytes never came, and the sealed ones are gone.
   */
  void ciphertextRemoved(Handle transaction, TransferJob job, CiphertextRemoval why) {
    if (why == CiphertextRemoval.ABANDONED) {
      move(transaction, job, TransferEvent.MEDIA_ABANDONED, "media_problem = NULL", Map.of());
    }
    boolean wish =
        why == CiphertextRemoval.APPLIED
            && TransferIdentities.cleanupPolicyOf(job).equals("delete_central_raw_after_apply");
    transaction
        .createUpdate(
            "UPDATE transfer_job SET ciphertext_removed_at = now(), ciphertext_removal = :why,"
                + " cleanup_status = CASE WHEN :wish THEN 'completed' ELSE cleanup_status END"
                + " WHERE id = :id")
        .bind("why", why.wireName())
        .bind("wish", wish)
        .bind("id", job.id())
        .execute();
  }

  /**
   * Changes the row along {@link TransferTransition}, if it still stands where {@code job} was read
   * and the event applies there; false when nothing changed.
   */
  private static boolean move(
      Handle transaction,
      TransferJob job,
      TransferEvent event,
      String assignments,
      Map<String, Object> values) {
    return TransferTransition.next(job.state(), event)
        .filter(to -> write(transaction, job, to, assignments, values) == 1)
        .isPresent();
  }

  private static int write(
      Handle transaction,
      TransferJob job,
      TransferState to,
      String assignments,
      Map<String, Object> values) {
    return transaction
        .createUpdate(
            "UPDATE transfer_job SET status = :status, media_status = :media, updated_at = now(), "
                + assignments
                + " WHERE id = :id AND status = :from_status AND media_status = :from_media")
        .bindMap(values)
        .bind("status", to.status().wireName())
        .bind("media", to.media().wireName())
        .bind("id", job.id())
        .bind("from_status", job.status().wireName())
        .bind("from_media", job.mediaStatus().wireName())
        .execute();
  }

  private static TransferJob job(ResultSet row) throws SQLException {
    return new TransferJob(
        row.getObject("id", UUID.class),
        row.getString("transfer_key"),
        row.getString("source_node_key"),
        row.getString("target_node_key"),
        new CenterKey(row.getString("center_key")),
        MediaKind.of(row.getString("resource_kind")),
        new Sha256(row.getString("resource_hash")),
        new Sha256(row.getString("processed_sha256")),
        row.getString("registration"),
        TransferStatus.of(row.getString("status")),
        ProcessingDecision.of(row.getString("decision")),
        row.getString("cleanup_status"),
        MediaStatus.of(row.getString("media_status")),
        row.getString("envelope"),
        digest(row.getString("ciphertext_sha256")),
        row.getObject("ciphertext_size", Long.class),
        row.getString("media_problem"),
        row.getString("receipt"),
        ciphertextEnd(row),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static TransferJob.@Nullable CiphertextEnd ciphertextEnd(ResultSet row)
      throws SQLException {
    @Nullable OffsetDateTime at = row.getObject("ciphertext_removed_at", OffsetDateTime.class);
    @Nullable CiphertextRemoval why = CiphertextRemoval.of(row.getString("ciphertext_removal"));
    return at == null || why == null ? null : new TransferJob.CiphertextEnd(at.toInstant(), why);
  }

  private static @Nullable Sha256 digest(@Nullable String text) {
    return text == null ? null : new Sha256(text);
  }
}
