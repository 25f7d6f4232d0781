package org.endoreg.transfer.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.X25519;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.backing.TestCertificates;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.work.LeaseWatch;
import org.endoreg.platform.work.WorkFailed;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.transfer.AuditTold;
import org.endoreg.transfer.contract.RegistrationReader;
import org.endoreg.transfer.envelope.RecipientKey;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender does when the hub's side of the story is one a real hub seldom tells. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class SendWorkerTest {
  private static final LeaseWatch HELD = () -> false;

  private final OutboundRows rows;
  private final OutboundTransfers transfers;
  private final Withdrawals withdrawals;
  private final RegistrationReader reader;
  private final BlobVault vault;
  private final SealedCleanup cleanup;
  private final WorkQueue queue;
  private final AuditChain audit;
  private final Jdbi jdbi;

  SendWorkerTest(
      OutboundRows rows,
      OutboundTransfers transfers,
      Withdrawals withdrawals,
      RegistrationReader reader,
      BlobVault vault,
      SealedCleanup cleanup,
      WorkQueue queue,
      AuditChain audit,
      Jdbi jdbi) {
    this.rows = rows;
    this.transfers = transfers;
    this.withdrawals = withdrawals;
    this.reader = reader;
    this.vault = vault;
    this.cleanup = cleanup;
    this.queue = queue;
    this.audit = audit;
    this.jdbi = jdbi;
  }

  @Test
  @Scenario("A84")
  void aHubThatDiedBehindTheLastByteIsNotSentOneAgainAndTheTransferEnds(@TempDir Path folder)
      throws Exception {
    HubReceipts receipts = new HubReceipts();
    TestCertificates certificates = TestCertificates.in(folder, "server", "site");
    OutboundTransfer transfer = rows.addStored();
    try (ScriptedHub hub = ScriptedHub.start(certificates, receipts)) {
      SendWorker worker = worker(hub, receipts, certificates, folder);
      WorkItem item = rows.claimed(transfer);
      hub.dieBehindTheLastByte();
      assertThatThrownBy(() -> worker.work(item, HELD)).isInstanceOf(WorkFailed.class);
      assertThat(rows.text(transfer, "local_status")).isEqualTo("uploading");

      worker.work(item, HELD);
      assertThat(hub.bodies()).isEqualTo(1);
    }
    assertThat(rows.text(transfer, "local_status")).isEqualTo("completed");
    assertThat(rows.text(transfer, "sent_bytes")).isEqualTo(rows.text(transfer, "ciphertext_size"));
  }

  @Test
  @Scenario({"A83", "A85"})
  void whatAHubAppliedWithoutABelievableReceiptFailsAndNeedsARecallWhenItIsTakenBack(
      @TempDir Path folder) throws Exception {
    TestCertificates certificates = TestCertificates.in(folder, "server", "site");
    OutboundTransfer transfer = rows.addStored();
    try (ScriptedHub hub = ScriptedHub.start(certificates, new HubReceipts())) {
      worker(hub, new HubReceipts(), certificates, folder).work(rows.claimed(transfer), HELD);
    }
    assertThat(rows.text(transfer, "local_status")).isEqualTo("failed");
    assertThat(rows.text(transfer, "last_error")).isEqualTo("receipt_not_of_the_hub");
    assertThat(rows.text(transfer, "receipt")).isEmpty();

    OutboundTransfer failed = transfers.byId(transfer.id());
    jdbi.useTransaction(transaction -> withdrawals.withdraw(transaction, failed));
    assertThat(transfers.byId(transfer.id()).needsRecall()).isTrue();
    assertThat(AuditTold.times(jdbi, "hub_export.ineligible_state_detected", transfer.id()))
        .isEqualTo(1);
  }

  private SendWorker worker(
      ScriptedHub hub, HubReceipts believed, TestCertificates certificates, Path folder)
      throws Exception {
    SmallRyeConfig config = config(hub, believed, certificates, folder);
    SenderSettings sender = config.getConfigMapping(SenderSettings.class);
    HubSettings settings = config.getConfigMapping(HubSettings.class);
    return new SendWorker(
        transfers,
        new OutgoingRegistration(reader, vault, settings),
        new SealedArtifacts(sender, vault, settings),
        new HubLinks(sender, settings),
        queue,
        audit,
        cleanup,
        sender,
        settings);
  }

  private static SmallRyeConfig config(
      ScriptedHub hub, HubReceipts believed, TestCertificates certificates, Path folder)
      throws Exception {
    String sender = "endoreg.transfer.sender.";
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("endoreg.keys-dir", "keys"),
            Map.entry("endoreg.blobs.dir", "blobs"),
            Map.entry("endoreg.transfer.node-key", "rows-1"),
            Map.entry(sender + "staging-dir", folder.resolve("outgoing").toString()),
            Map.entry(sender + "hub-url", "https://127.0.0.1:" + hub.port()),
            Map.entry(sender + "secret-file", written(folder, "secret", "secret")),
            Map.entry(sender + "key-store", certificates.keyStore("site").toString()),
            Map.entry(
                sender + "key-store-password-file",
                written(folder, "password", TestCertificates.PASSWORD)),
            Map.entry(sender + "trust-file", certificates.certificate("server").toString()),
            Map.entry(
                sender + "recipient-key",
                RecipientKey.ofPrivate(X25519.generatePrivateKey()).publicKey().text()),
            Map.entry(sender + "receipt-key", believed.publicKey()));
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withMapping(SenderSettings.class)
            .withMapping(HubSettings.class);
    values.forEach(builder::withDefaultValue);
    return builder.build();
  }

  private static String written(Path folder, String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
