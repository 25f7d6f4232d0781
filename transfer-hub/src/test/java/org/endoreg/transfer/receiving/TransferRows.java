package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.transfer.AuditTold;
import org.endoreg.transfer.envelope.EnvelopeSealer;
import org.endoreg.transfer.envelope.Profile;
import org.endoreg.transfer.envelope.TextDigest;
import org.endoreg.transfer.envelope.TransferIdentity;
import org.endoreg.transfer.nodes.RecipientKeys;
import org.jdbi.v3.core.Jdbi;

/** Makes rows of transfers in any state, and files beside them, for tests on a real database. */
@ApplicationScoped
class TransferRows {
  static final String NODE = "rows-1";
  static final String CENTER = "local";

  private final Jdbi jdbi;
  private final Path folder;
  private final RecipientKeys keys;

  TransferRows(Jdbi jdbi, TransferSettings settings, RecipientKeys keys) {
    this.jdbi = jdbi;
    this.keys = keys;
    this.folder = settings.stagingDir().toAbsolutePath().normalize();
  }

  /** A transfer in this state that changed at this time. */
  UUID add(TransferState state, String cleanupPolicy, Instant changed) {
    return add(NODE, CENTER, state, cleanupPolicy, changed);
  }

  UUID add(String node, String center, TransferState state, String cleanupPolicy, Instant changed) {
    UUID id = UUID.randomUUID();
    Sha256 resource = TextDigest.of("resource of " + id);
    node(node, center);
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO transfer_job (id, transfer_key, source_node_key, target_node_key,
                        center_key, resource_kind, resource_hash, processed_sha256, registration,
                        registration_sha256, status, decision, cleanup_status, media_status,
                        envelope, ciphertext_size, artifact_blob_key, updated_at, applied_at)
                    VALUES (:id, :key, :node, 'hub', :center, 'report', :resource, :resource,
                        :registration, :resource, :status,
                        CASE :status WHEN 'awaiting_media' THEN 'wait_for_missing_media'
                            WHEN 'inconsistent' THEN 'mark_inconsistent'
                            ELSE 'skip_processing_preserved_state' END,
                        CASE :policy WHEN 'retain_all' THEN 'not_requested' ELSE 'deferred' END,
                        :media, CASE :media WHEN 'none' THEN NULL ELSE '{}' END, 5,
                        CASE :media WHEN 'applied' THEN 'PROCESSED/' || CAST(:id AS text) END,
                        :changed, CASE :status WHEN 'applied' THEN now() END)
                    """)
                .bindMap(
                    Map.of(
                        "id",
                        id,
                        "key",
                        key(node, id),
                        "node",
                        node,
                        "center",
                        center,
                        "resource",
                        resource.value(),
                        "registration",
                        "{\"cleanup_policy\": \"" + cleanupPolicy + "\"}",
                        "policy",
                        cleanupPolicy,
                        "status",
                        state.status().wireName(),
                        "media",
                        state.media().wireName(),
                        "changed",
                        changed.atOffset(java.time.ZoneOffset.UTC)))
                .execute());
    return id;
  }

  static String key(String node, UUID id) {
    return node + "__report__" + id;
  }

  void node(String node, String center) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO network_node (node_key, display_name, role, owning_center_key)
                    VALUES (:node, 'Node', 'site_node', :center) ON CONFLICT DO NOTHING
                    """)
                .bind("node", node)
                .bind("center", center)
                .execute());
  }

  /** The row learns its registration and envelope; the answer is the ciphertext. */
  byte[] seal(UUID id, String text) throws Exception {
    Sha256 processed = TextDigest.of(text);
    Sha256 resource = new Sha256(text(id, "resource_hash"));
    TransferIdentity identity =
        new TransferIdentity(
            key(NODE, id),
            NODE,
            new CenterKey(CENTER),
            "hub",
            MediaKind.REPORT,
            resource,
            processed);
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    EnvelopeSealer.Sealed sealed =
        new EnvelopeSealer()
            .seal(
                new EnvelopeSealer.Order(Profile.SEGMENTED, identity, text.length(), keys.active()),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                ciphertext);
    ObjectNode registration = org.endoreg.transfer.contract.Registrations.report();
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "UPDATE transfer_job SET envelope = :envelope, registration = :registration,"
                        + " processed_sha256 = :processed, ciphertext_size = :size WHERE id = :id")
                .bind("envelope", TransferIdentities.text(sealed.envelope()))
                .bind("registration", registration.toString())
                .bind("processed", processed.value())
                .bind("size", sealed.ciphertextSize())
                .bind("id", id)
                .execute());
    return ciphertext.toByteArray();
  }

  /** Five bytes of ciphertext that came at this time. */
  Path ciphertext(UUID transfer, Instant came) throws IOException {
    Path file = folder.resolve(transfer + ".ciphertext");
    Files.createDirectories(folder);
    Files.write(file, new byte[5]);
    Files.setLastModifiedTime(file, FileTime.from(came));
    return file;
  }

  /** One column of the row. */
  String text(UUID transfer, String column) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT coalesce(" + column + "::text, '') FROM transfer_job WHERE id = :id")
                .bind("id", transfer)
                .mapTo(String.class)
                .one());
  }

  /** How often the chain tells this about the object. */
  long told(String action, String object) {
    return AuditTold.times(jdbi, action, object);
  }
}
