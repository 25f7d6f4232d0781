package org.endoreg.transfer.sending;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.transfer.envelope.TextDigest;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of what this site sends. */
@ApplicationScoped
class OutboundTransfers {
  private static final String COLUMNS =
      """
      id, transfer_key, center_key, target_node_key, job_id, resource_kind, resource_hash,
      processed_sha256, processed_size, artifact_blob_key, text_blob_key, patient_hash,
      examination_hash, local_status, failure_class, last_error, sent_bytes, ciphertext_size,
      remote_status, cleanup_status, sealed_removed_at, withdrawn_at, changed_at
      """;

  private final Jdbi jdbi;

  OutboundTransfers(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Adds the row; false when this artifact is known. */
  boolean add(Handle transaction, OutboundTransfer transfer) {
    @Nullable BlobKey text = transfer.text();
    return transaction
            .createUpdate(
                """
                INSERT INTO outbound_transfer (id, transfer_key, center_key, target_node_key,
                    job_id, resource_kind, resource_hash, processed_sha256, processed_size,
                    artifact_blob_key, text_blob_key, patient_hash, examination_hash,
                    local_status, key_sha256)
                VALUES (:id, :key, :center, :target, :job, :kind, :resource, :processed, :size,
                    :artifact, :text, :patient, :examination, :status, :keyDigest)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", transfer.id())
            .bind("key", transfer.transferKey())
            .bind("keyDigest", TextDigest.of(transfer.transferKey()).value())
            .bind("center", transfer.center().value())
            .bind("target", transfer.targetNodeKey())
            .bind("job", transfer.jobId())
            .bind("kind", transfer.kind().wireName())
            .bind("resource", transfer.resourceHash().value())
            .bind("processed", transfer.processedSha256().value())
            .bind("size", transfer.processedSize())
            .bind("artifact", transfer.artifact().value())
            .bind("text", text == null ? null : text.value())
            .bind("patient", transfer.patientHash().value())
            .bind("examination", transfer.examinationHash().value())
            .bind("status", transfer.localStatus().wireName())
            .execute()
        == 1;
  }

  OutboundTransfer byId(UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT " + COLUMNS + " FROM outbound_transfer WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> transfer(row))
                .one());
  }

  /** The newest of these centers, at most {@code limit}. */
  List<OutboundTransfer> newest(CenterScope scope, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM outbound_transfer WHERE center_key = ANY(:centers)"
                        + " ORDER BY marked_at DESC, id LIMIT :limit")
                .bind("centers", scope.keys())
                .bind("limit", limit)
                .map((row, context) -> transfer(row))
                .list());
  }

  /** The transfer, if it is one of these centers. */
  Optional<OutboundTransfer> ofCenters(Handle handle, CenterScope scope, UUID id) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM outbound_transfer WHERE id = :id AND center_key = ANY(:centers)")
        .bind("id", id)
        .bind("centers", scope.keys())
        .map((row, context) -> transfer(row))
        .findOne();
  }

  /** Locks the transfer, if it is one of these centers. */
  Optional<OutboundTransfer> locked(Handle transaction, CenterScope scope, UUID id) {
    return transaction
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM outbound_transfer WHERE id = :id AND center_key = ANY(:centers)"
                + " FOR UPDATE")
        .bind("id", id)
        .bind("centers", scope.keys())
        .map((row, context) -> transfer(row))
        .findOne();
  }

  /** Somebody wants it sent, an attempt begins, or the hub wants the media. */
  boolean move(Handle transaction, UUID id, OutboundEvent event) {
    return move(
        transaction,
        id,
        event,
        "failure_class = NULL, last_error = NULL, sealed_removed_at = NULL",
        Map.of());
  }

  boolean progress(Handle transaction, UUID id, long sent, long size) {
    return move(
        transaction,
        id,
        OutboundEvent.SEND,
        "sent_bytes = :sent, ciphertext_size = :size",
        Map.of("sent", sent, "size", size));
  }

  void remote(Handle transaction, UUID id, String remoteId, String remoteStatus) {
    transaction
        .createUpdate(
            "UPDATE outbound_transfer SET remote_id = :remote, remote_status = :status,"
                + " changed_at = now() WHERE id = :id")
        .bind("remote", remoteId)
        .bind("status", remoteStatus)
        .bind("id", id)
        .execute();
  }

  /** Why an attempt came to nothing that will be made again; forgotten when that begins. */
  void waits(Handle transaction, UUID id, ProblemCode why) {
    transaction
        .createUpdate(
            "UPDATE outbound_transfer SET last_error = :why, changed_at = now() WHERE id = :id"
                + " AND local_status NOT IN ('completed', 'failed', 'cancelled')")
        .bind("why", why.wireName())
        .bind("id", id)
        .execute();
  }

  boolean failed(Handle transaction, UUID id, FailureClass failure, String code) {
    return ended(transaction, id, OutboundEvent.FAIL, failure, code);
  }

  /** The sign-off was taken back: what had not ended ends; false when it was taken back before. */
  boolean withdrawn(Handle transaction, UUID id) {
    boolean ended =
        ended(
            transaction,
            id,
            OutboundEvent.WITHDRAW,
            FailureClass.CONFIGURATION_REJECTION,
            "sign_off_withdrawn");
    int marked =
        transaction
            .createUpdate(
                "UPDATE outbound_transfer SET withdrawn_at = now()"
                    + " WHERE id = :id AND withdrawn_at IS NULL")
            .bind("id", id)
            .execute();
    return ended || marked == 1;
  }

  /** A person called it off; false when it had ended, or the hub is known to have applied it. */
  boolean cancelled(Handle transaction, UUID id) {
    return move(
        transaction,
        id,
        OutboundEvent.CANCEL,
        "failure_class = NULL, last_error = NULL",
        "remote_status IS DISTINCT FROM 'applied'",
        Map.of());
  }

  /** True when nothing more happens to it by itself. */
  boolean isEnded(Handle transaction, UUID id) {
    return transaction
        .createQuery("SELECT local_status FROM outbound_transfer WHERE id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .map(OutboundStatus::of)
        .filter(OutboundStatus::isEnded)
        .isPresent();
  }

  /** Transfers of this artifact whose sign-off stands. */
  List<OutboundTransfer> ofArtifact(Handle transaction, UUID job, Sha256 artifact) {
    return transaction
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM outbound_transfer WHERE job_id = :job AND processed_sha256 = :artifact"
                + " AND withdrawn_at IS NULL")
        .bind("job", job)
        .bind("artifact", artifact.value())
        .map((row, context) -> transfer(row))
        .list();
  }

  private static boolean ended(
      Handle transaction, UUID id, OutboundEvent event, FailureClass failure, String code) {
    return move(
        transaction,
        id,
        event,
        "failure_class = :class, last_error = :code",
        Map.of("class", failure.wireName(), "code", code));
  }

  /** The hub has it; {@code receipt} is its statement, or empty when none was due. */
  boolean completed(Handle transaction, UUID id, String receipt, String cleanupStatus) {
    return move(
        transaction,
        id,
        OutboundEvent.PROVE,
        "remote_status = 'applied', completed_at = now(), receipt = nullif(:receipt, ''),"
            + " cleanup_status = :cleanup",
        Map.of("receipt", receipt, "cleanup", cleanupStatus));
  }

  /** What the ledger says of these centers' transfers to a hub, by key. */
  List<LedgerEntry> ledgerPage(CenterScope scope, String target, String after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT id, transfer_key, center_key, resource_kind, local_status,
                        resource_hash, processed_sha256, remote_id IS NOT NULL AS registered,
                        receipt IS NOT NULL AS receipted, withdrawn_at IS NOT NULL AS withdrawn
                    FROM outbound_transfer
                    WHERE center_key = ANY(:centers) AND target_node_key = :target
                        AND transfer_key COLLATE "C" > :after
                    ORDER BY transfer_key COLLATE "C" LIMIT :limit
                    """)
                .bind("centers", scope.keys())
                .bind("target", target)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    return new LedgerEntry(
        row.getObject("id", UUID.class),
        row.getString("transfer_key"),
        new CenterKey(row.getString("center_key")),
        MediaKind.of(row.getString("resource_kind")),
        OutboundStatus.of(row.getString("local_status")),
        new Sha256(row.getString("resource_hash")),
        new Sha256(row.getString("processed_sha256")),
        row.getBoolean("registered"),
        row.getBoolean("receipted"),
        row.getBoolean("withdrawn"));
  }

  /** Ended transfers whose sealed artifact may have to go and has no receipt yet, by id. */
  List<UUID> endedWithSealed(UUID after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT id FROM outbound_transfer
                    WHERE sealed_removed_at IS NULL AND id > :after
                        AND local_status IN ('completed', 'failed', 'cancelled')
                    ORDER BY id LIMIT :limit
                    """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
  }

  /** Of these SHA-256 of transfer keys, those of transfers without a receipt of removal. */
  List<String> known(List<String> keyDigests) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT key_sha256 FROM outbound_transfer
                    WHERE key_sha256 = ANY(:digests) AND sealed_removed_at IS NULL
                    """)
                .bindArray("digests", String.class, keyDigests)
                .mapTo(String.class)
                .list());
  }

  /** Locks the transfer; empty when there is none or somebody else works on it. */
  Optional<OutboundTransfer> lockedUnlessBusy(Handle transaction, UUID id) {
    return transaction
        .createQuery(
            "SELECT " + COLUMNS + " FROM outbound_transfer WHERE id = :id FOR UPDATE SKIP LOCKED")
        .bind("id", id)
        .map((row, context) -> transfer(row))
        .findOne();
  }

  void sealedRemoved(Handle transaction, UUID id) {
    transaction
        .createUpdate("UPDATE outbound_transfer SET sealed_removed_at = now() WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  /** Changes the row along {@link OutboundTransition}; false when the event does not apply. */
  private static boolean move(
      Handle transaction,
      UUID id,
      OutboundEvent event,
      String assignments,
      Map<String, Object> values) {
    return move(transaction, id, event, assignments, "true", values);
  }

  private static boolean move(
      Handle transaction,
      UUID id,
      OutboundEvent event,
      String assignments,
      String condition,
      Map<String, Object> values) {
    return transaction
            .createUpdate(
                "UPDATE outbound_transfer SET local_status = :to, changed_at = now(), "
                    + assignments
                    + " WHERE id = :id AND local_status = ANY(:from) AND withdrawn_at IS NULL AND "
                    + condition)
            .bindMap(values)
            .bind("to", OutboundTransition.target(event).wireName())
            .bind("id", id)
            .bindArray("from", String.class, OutboundTransition.sources(event))
            .execute()
        == 1;
  }

  private static OutboundTransfer transfer(ResultSet row) throws SQLException {
    @Nullable String text = row.getString("text_blob_key");
    return new OutboundTransfer(
        row.getObject("id", UUID.class),
        row.getString("transfer_key"),
        new CenterKey(row.getString("center_key")),
        row.getString("target_node_key"),
        row.getObject("job_id", UUID.class),
        MediaKind.of(row.getString("resource_kind")),
        new Sha256(row.getString("resource_hash")),
        new Sha256(row.getString("processed_sha256")),
        row.getLong("processed_size"),
        new BlobKey(row.getString("artifact_blob_key")),
        text == null ? null : new BlobKey(text),
        new Sha256(row.getString("patient_hash")),
        new Sha256(row.getString("examination_hash")),
        OutboundStatus.of(row.getString("local_status")),
        row.getString("failure_class"),
        row.getString("last_error"),
        row.getLong("sent_bytes"),
        row.getObject("ciphertext_size", Long.class),
        row.getString("remote_status"),
        row.getString("cleanup_status"),
        instant(row, "sealed_removed_at"),
        instant(row, "withdrawn_at"),
        row.getObject("changed_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
