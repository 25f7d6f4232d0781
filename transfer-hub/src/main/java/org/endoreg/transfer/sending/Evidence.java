package org.endoreg.transfer.sending;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.subtle.Ed25519Verify;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import org.endoreg.contracts.transfer.TransferRegistration;
import org.endoreg.transfer.contract.CanonicalJson;
import org.endoreg.transfer.envelope.EnvelopeSealer;

/**
 * Holds what a hub says against what this site knows. A hub that answers for something else, or
 * without a receipt it signed, has not taken the transfer.
 */
final class Evidence {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Evidence() {}

  /**
   * @throws TransferFailed when a member of the acknowledgement is missing or of something else
   */
  static void requireAcknowledged(
      JsonNode acknowledgement, OutboundTransfer transfer, String ownKey) throws TransferFailed {
    Map<String, String> expected =
        Map.of(
            "transfer_key", transfer.transferKey(),
            "source_node_key", ownKey,
            "target_node_key", transfer.targetNodeKey(),
            "source_center_key", transfer.center().value(),
            "resource_kind", transfer.kind().wireName(),
            "resource_hash", transfer.resourceHash().value(),
            "processed_media_hash", transfer.processedSha256().value(),
            "transfer_mode", "metadata_and_processed_media",
            "payload_schema_version", TransferRegistration.SCHEMA_VERSION);
    if (acknowledgement.path("id").asText().isEmpty()) {
      throw inconsistent("acknowledgement_without_id");
    }
    for (Map.Entry<String, String> member : expected.entrySet()) {
      if (!acknowledgement.path(member.getKey()).asText().equals(member.getValue())) {
        throw inconsistent("acknowledgement_" + member.getKey());
      }
    }
  }

  /**
   * @throws TransferFailed when the receipt is missing, of another envelope, or not the hub's
   */
  static void requireReceipt(
      JsonNode acknowledgement, EnvelopeSealer.Sealed sealed, String receiptKey)
      throws TransferFailed {
    JsonNode receipt = acknowledgement.path("envelope_receipt");
    ObjectNode envelope = sealed.envelope().toJson();
    for (String member :
        new String[] {
          "profile",
          "transfer_key",
          "source_node_key",
          "source_center_key",
          "target_node_key",
          "resource_kind",
          "resource_hash",
          "processed_media_hash",
          "plaintext_sha256",
          "plaintext_size",
          "recipient_key_id"
        }) {
      if (!receipt.path(member).asText().equals(envelope.path(member).asText())) {
        throw inconsistent("receipt_" + member);
      }
    }
    boolean sameBytes =
        receipt.path("ciphertext_sha256").asText().equals(sealed.ciphertextSha256().value())
            && receipt.path("ciphertext_size").asLong() == sealed.ciphertextSize()
            && receipt
                .path("envelope_fingerprint_sha256")
                .asText()
                .equals(sealed.envelope().fingerprint().value())
            && receipt.path("verified").asBoolean();
    if (!sameBytes) {
      throw inconsistent("receipt_of_other_bytes");
    }
    requireSignature(
        receipt, acknowledgement.path("envelope_receipt_signature").asText(), receiptKey);
  }

  private static void requireSignature(JsonNode receipt, String jws, String receiptKey)
      throws TransferFailed {
    String[] parts = jws.split("\\.", -1);
    if (parts.length != 3 || !parts[1].isEmpty()) {
      throw inconsistent("receipt_unsigned");
    }
    String input = parts[0] + "." + BASE64.encodeToString(CanonicalJson.of(receipt));
    try {
      new Ed25519Verify(Base64.getUrlDecoder().decode(receiptKey))
          .verify(
              Base64.getUrlDecoder().decode(parts[2]), input.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException | IllegalArgumentException forged) {
      throw inconsistent("receipt_not_of_the_hub");
    }
  }

  private static TransferFailed inconsistent(String code) {
    return new TransferFailed(FailureClass.INTEGRITY_INCONSISTENCY, code);
  }
}
