package org.endoreg.transfer.sending;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.subtle.Ed25519Sign;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.endoreg.transfer.contract.CanonicalJson;
import org.endoreg.transfer.envelope.EnvelopeSealer;

/** Receipts as a hub writes and signs them, with a key of its own. */
final class HubReceipts {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Ed25519Sign.KeyPair pair;

  HubReceipts() throws GeneralSecurityException {
    this.pair = Ed25519Sign.KeyPair.newKeyPair();
  }

  /** What a site is told to believe. */
  String publicKey() {
    return BASE64.encodeToString(pair.getPublicKey());
  }

  /** The receipt that is due for these sealed bytes. */
  static ObjectNode of(EnvelopeSealer.Sealed sealed) {
    return sealed
        .envelope()
        .toJson()
        .put("ciphertext_sha256", sealed.ciphertextSha256().value())
        .put("ciphertext_size", sealed.ciphertextSize())
        .put("envelope_fingerprint_sha256", sealed.envelope().fingerprint().value())
        .put("receiver_transfer_id", "7")
        .put("verified", true);
  }

  /** Puts the receipt, signed, into the answer. */
  void sign(ObjectNode answer, ObjectNode receipt) throws GeneralSecurityException {
    String header =
        BASE64.encodeToString("{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.US_ASCII));
    String input = header + "." + BASE64.encodeToString(CanonicalJson.of(receipt));
    byte[] signature =
        new Ed25519Sign(pair.getPrivateKey()).sign(input.getBytes(StandardCharsets.US_ASCII));
    answer.set("envelope_receipt", receipt);
    answer.put("envelope_receipt_signature", header + ".." + BASE64.encodeToString(signature));
  }
}
