package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.endoreg.contracts.Sha256;
import org.endoreg.transfer.envelope.EnvelopeOpener;
import org.endoreg.transfer.envelope.MediaEnvelope;

/** The statement that exactly this envelope with exactly these bytes was verified and applied. */
record Receipt(MediaEnvelope envelope, EnvelopeOpener.Opened opened, UUID transferId) {

  /** The members as they travel and are signed. */
  ObjectNode toJson() {
    ObjectNode json = envelope.toJson();
    String contract = json.remove("contract_version").textValue();
    json.retain(
        "profile",
        "transfer_key",
        "source_node_key",
        "source_center_key",
        "target_node_key",
        "resource_kind",
        "resource_hash",
        "processed_media_hash",
        "transfer_mode",
        "media_role",
        "plaintext_sha256",
        "plaintext_size",
        "recipient_key_id");
    Sha256 ciphertext = opened.ciphertextSha256();
    return json.put("contract_version", "hub_media_envelope_receipt_v1")
        .put("envelope_contract_version", contract)
        .put("ciphertext_sha256", ciphertext.value())
        .put("ciphertext_size", opened.ciphertextSize())
        .put("envelope_fingerprint_sha256", envelope.fingerprint().value())
        .put("receiver_transfer_id", transferId.toString())
        .put("transfer_status", TransferStatus.APPLIED.wireName())
        .put("processing_decision", ProcessingDecision.SKIP_PROCESSING_PRESERVED_STATE.wireName())
        .put("verified", true);
  }
}
