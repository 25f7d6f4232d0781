package org.endoreg.transfer.sending;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.subtle.X25519;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.transfer.envelope.EnvelopeSealer;
import org.endoreg.transfer.envelope.Profile;
import org.endoreg.transfer.envelope.RecipientKey;
import org.endoreg.transfer.envelope.TextDigest;
import org.endoreg.transfer.envelope.TransferIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hub that answers for something else, or without its signature, is not believed. */
class EvidenceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEXT = "anonymized";
  private static final Sha256 PROCESSED = TextDigest.of(TEXT);
  private static final OutboundTransfer TRANSFER =
      OutboundSample.of(
          UUID.randomUUID(),
          "north-1__report__x__processed_v1",
          new CenterKey("north"),
          new Sha256("c".repeat(64)),
          PROCESSED,
          TEXT.length(),
          null);

  private EnvelopeSealer.Sealed sealed;
  private HubReceipts receipts;
  private String receiptKey = "";
  private ObjectNode acknowledgement = JSON.createObjectNode();

  @BeforeEach
  void anHonestAnswer() throws Exception {
    TransferIdentity identity =
        new TransferIdentity(
            TRANSFER.transferKey(),
            "north-1",
            TRANSFER.center(),
            "hub",
            TRANSFER.kind(),
            TRANSFER.resourceHash(),
            PROCESSED);
    sealed =
        new EnvelopeSealer()
            .seal(
                new EnvelopeSealer.Order(
                    Profile.ONE_MESSAGE,
                    identity,
                    TEXT.length(),
                    RecipientKey.ofPrivate(X25519.generatePrivateKey())),
                new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)),
                OutputStream.nullOutputStream());
    receipts = new HubReceipts();
    receiptKey = receipts.publicKey();
    acknowledgement =
        JSON.createObjectNode()
            .put("id", "7")
            .put("transfer_key", TRANSFER.transferKey())
            .put("source_node_key", "north-1")
            .put("target_node_key", "hub")
            .put("source_center_key", "north")
            .put("resource_kind", "report")
            .put("resource_hash", TRANSFER.resourceHash().value())
            .put("processed_media_hash", PROCESSED.value())
            .put("transfer_mode", "metadata_and_processed_media")
            .put("payload_schema_version", "3.0");
    sign(receipt());
  }

  @Test
  void anHonestAnswerIsBelieved() {
    assertThatCode(() -> Evidence.requireAcknowledged(acknowledgement, TRANSFER, "north-1"))
        .doesNotThrowAnyException();
    assertThatCode(() -> Evidence.requireReceipt(acknowledgement, sealed, receiptKey))
        .doesNotThrowAnyException();
  }

  @Test
  @Scenario("A83")
  void everyMemberOfTheAcknowledgementCounts() {
    List<String> members = new java.util.ArrayList<>();
    acknowledgement.fieldNames().forEachRemaining(members::add);
    members.removeIf(member -> member.startsWith("envelope_"));
    for (String member : members) {
      ObjectNode without = acknowledgement.deepCopy();
      without.remove(member);
      assertInconsistent(without);
      if (!member.equals("id")) {
        assertInconsistent(acknowledgement.deepCopy().put(member, "other"));
      }
    }
  }

  @Test
  @Scenario("A83")
  void aReceiptOfOtherMediaOrOfNobodyIsNone() throws Exception {
    for (String member :
        List.of(
            "processed_media_hash",
            "ciphertext_sha256",
            "envelope_fingerprint_sha256",
            "plaintext_sha256")) {
      sign(receipt().put(member, "f".repeat(64)));
      assertNoReceipt();
    }
    sign(receipt().put("verified", false));
    assertNoReceipt();
    sign(receipt());
    ((ObjectNode) acknowledgement.get("envelope_receipt")).put("receiver_transfer_id", "8");
    assertNoReceipt();
    receipts = new HubReceipts();
    sign(receipt());
    assertNoReceipt();
    acknowledgement.put("envelope_receipt_signature", "a.b.c.d");
    assertNoReceipt();
    acknowledgement.remove("envelope_receipt");
    assertNoReceipt();
  }

  private void assertInconsistent(ObjectNode answer) {
    assertThatThrownBy(() -> Evidence.requireAcknowledged(answer, TRANSFER, "north-1"))
        .extracting("failureClass")
        .isEqualTo(FailureClass.INTEGRITY_INCONSISTENCY);
  }

  private void assertNoReceipt() {
    assertThatThrownBy(() -> Evidence.requireReceipt(acknowledgement, sealed, receiptKey))
        .extracting("failureClass")
        .isEqualTo(FailureClass.INTEGRITY_INCONSISTENCY);
  }

  private ObjectNode receipt() {
    return HubReceipts.of(sealed);
  }

  private void sign(ObjectNode receipt) throws GeneralSecurityException {
    receipts.sign(acknowledgement, receipt);
  }
}
