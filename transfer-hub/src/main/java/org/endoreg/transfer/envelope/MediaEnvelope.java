package org.endoreg.transfer.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.endoreg.contracts.Sha256;
import org.endoreg.transfer.contract.CanonicalJson;

/**
 * Everything a hub needs beside the ciphertext. {@code key} says how the data key was wrapped; the
 * size is of the plaintext, in bytes.
 */
public record MediaEnvelope(
    Profile profile,
    TransferIdentity transfer,
    long plaintextSize,
    String recipientKeyId,
    Key key) {

  /** How the data key was wrapped, and what the payload needs; base64url inside. */
  public sealed interface Key permits WrappedKey, EncapsulatedKey {}

  /** Members of {@link Profile#ONE_MESSAGE}. */
  public record WrappedKey(
      Base64Text ephemeralPublicKey,
      Base64Text wrapSalt,
      Base64Text wrapNonce,
      Base64Text wrappedDataEncryptionKey,
      Base64Text payloadNonce,
      Base64Text payloadTag)
      implements Key {}

  /** Members of {@link Profile#SEGMENTED}; the segment size is in bytes of ciphertext. */
  public record EncapsulatedKey(Base64Text sealedDataEncryptionKey, int segmentBytes)
      implements Key {}

  /** The only role media have in a transfer. */
  public static final String MEDIA_ROLE = "processed";

  private static final String MODE = "metadata_and_processed_media";

  /** The members as they travel. */
  public ObjectNode toJson() {
    ObjectNode json = authenticatedMembers();
    if (key instanceof WrappedKey wrapped) {
      json.put("wrapped_data_encryption_key", wrapped.wrappedDataEncryptionKey().text());
      json.put("payload_tag", wrapped.payloadTag().text());
    } else if (key instanceof EncapsulatedKey sealed) {
      json.put("sealed_data_encryption_key", sealed.sealedDataEncryptionKey().text());
    }
    return json;
  }

  /** What key and payload are bound to: every member but the two that are made from it. */
  public byte[] authenticatedData() {
    return CanonicalJson.of(authenticatedMembers());
  }

  /** Names this envelope and no other. */
  public Sha256 fingerprint() {
    return Digests.sha256(CanonicalJson.of(toJson()));
  }

  /** How many bytes its ciphertext has. */
  public long ciphertextSize() {
    return key instanceof EncapsulatedKey sealed
        ? Segmented.ciphertextSize(plaintextSize, sealed.segmentBytes())
        : plaintextSize;
  }

  /** True when the other envelope has the same members with the same values. */
  public boolean isSameAs(JsonNode other) {
    return Arrays.equals(CanonicalJson.of(toJson()), CanonicalJson.of(other));
  }

  private ObjectNode authenticatedMembers() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("contract_version", profile.contract())
            .put("profile", profile.wireName())
            .put("transfer_key", transfer.transferKey())
            .put("source_node_key", transfer.sourceNodeKey())
            .put("source_center_key", transfer.sourceCenterKey().value())
            .put("target_node_key", transfer.targetNodeKey())
            .put("resource_kind", transfer.resourceKind().wireName())
            .put("resource_hash", transfer.resourceHash().value())
            .put("processed_media_hash", transfer.processedMediaHash().value())
            .put("transfer_mode", MODE)
            .put("media_role", MEDIA_ROLE)
            .put("plaintext_sha256", transfer.processedMediaHash().value())
            .put("plaintext_size", plaintextSize)
            .put("recipient_key_id", recipientKeyId);
    if (key instanceof WrappedKey wrapped) {
      json.put("ephemeral_public_key", wrapped.ephemeralPublicKey().text());
      json.put("wrap_salt", wrapped.wrapSalt().text());
      json.put("wrap_nonce", wrapped.wrapNonce().text());
      json.put("payload_nonce", wrapped.payloadNonce().text());
    } else if (key instanceof EncapsulatedKey sealed) {
      json.put("segment_bytes", sealed.segmentBytes());
    }
    return json;
  }
}
