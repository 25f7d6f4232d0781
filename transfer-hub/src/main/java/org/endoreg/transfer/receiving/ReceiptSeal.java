package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.transfer.contract.CanonicalJson;

/**
 * Signs what the hub states, so that the statement outlives the connection: a detached JWS (RFC
 * 7515, appendix F; RFC 8037) over the canonical text.
 */
@ApplicationScoped
class ReceiptSeal {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Keyring.Signatures signatures;

  ReceiptSeal(Keyring keyring) {
    this.signatures = keyring.signatures("transfer-receipts");
  }

  /** The 32 bytes receipts are verified with, as base64url. */
  String publicKey() {
    return BASE64.encodeToString(signatures.publicKey().toByteArray());
  }

  /** {@code header..signature} over the canonical text of the statement. */
  String sign(ObjectNode statement) {
    ObjectNode header = JsonNodeFactory.instance.objectNode().put("alg", "EdDSA");
    String protectedHeader = BASE64.encodeToString(CanonicalJson.of(header));
    String input = protectedHeader + "." + BASE64.encodeToString(CanonicalJson.of(statement));
    try {
      byte[] signature = signatures.signer().sign(input.getBytes(StandardCharsets.US_ASCII));
      return protectedHeader + ".." + BASE64.encodeToString(signature);
    } catch (GeneralSecurityException unusableKey) {
      throw new IllegalStateException(unusableKey);
    }
  }
}
