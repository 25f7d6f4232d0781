package org.endoreg.transfer.sending;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.work.LeaseWatch;
import org.endoreg.platform.work.WorkFailed;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.platform.work.Worker;
import org.endoreg.transfer.envelope.EnvelopeSealer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings one artifact to the hub: register, seal once, send from where the hub is, wait until it
 * applied, believe only a receipt it signed. Every step may be repeated: the hub finds what it has.
 */
@ApplicationScoped
class SendWorker implements Worker {
  static final String QUEUE = "transfer-send";

  private final OutboundTransfers transfers;
  private final OutgoingRegistration registration;
  private final SealedArtifacts artifacts;
  private final HubLinks links;
  private final WorkQueue queue;
  private final AuditChain audit;
  private final SenderSettings settings;
  private final String ownKey;

  SendWorker(
      OutboundTransfers transfers,
      OutgoingRegistration registration,
      SealedArtifacts artifacts,
      HubLinks links,
      WorkQueue queue,
      AuditChain audit,
      SenderSettings settings,
      HubSettings hub) {
    this.transfers = transfers;
    this.registration = registration;
    this.artifacts = artifacts;
    this.links = links;
    this.queue = queue;
    this.audit = audit;
    this.settings = settings;
    this.ownKey = hub.transfer().nodeKey();
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public void work(WorkItem item, LeaseWatch lease) throws WorkFailed {
    OutboundTransfer transfer = transfers.byId(UUID.fromString(item.naturalKey()));
    if (transfer.isEnded()) {
      queue.finish(item, transaction -> {});
      return;
    }
    try {
      send(item, transfer, lease);
    } catch (TransferFailed ended) {
      queue.finish(item, transaction -> fail(transaction, transfer, ended));
    } catch (HubAway passing) {
      throw WorkFailed.passing(ProblemCode.HUB_UNAVAILABLE);
    } catch (IOException diskTrouble) {
      throw WorkFailed.passing(ProblemCode.UNAVAILABLE);
    }
  }

  @Override
  public void giveUp(WorkItem item, ProblemCode code) {
    UUID id = UUID.fromString(item.naturalKey());
    queue.fail(
        item,
        code,
        transaction ->
            transfers.failed(transaction, id, FailureClass.TRANSIENT_RETRY, code.wireName()));
  }

  private void send(WorkItem item, OutboundTransfer transfer, LeaseWatch lease)
      throws TransferFailed, HubAway, IOException {
    HubLink hub = links.open();
    String body = registration.of(transfer);
    String receiptKey = receiptKey();
    note(item, transaction -> transfers.status(transaction, transfer.id(), "registering"));
    JsonNode acknowledged = acknowledged(item, transfer, hub.register(body));
    if (wasAppliedBefore(acknowledged)) {
      complete(item, transfer, acknowledged);
      return;
    }
    requireOpen(acknowledged);
    note(item, transaction -> transfers.status(transaction, transfer.id(), "awaiting_media"));
    EnvelopeSealer.Sealed sealed = artifacts.sealed(transfer);
    upload(item, transfer, sealed, hub);
    JsonNode applied = awaitApplied(item, transfer, hub, lease);
    Evidence.requireReceipt(applied, sealed, receiptKey);
    complete(item, transfer, applied);
  }

  private void upload(
      WorkItem item, OutboundTransfer transfer, EnvelopeSealer.Sealed sealed, HubLink hub)
      throws TransferFailed, HubAway, IOException {
    long size = sealed.ciphertextSize();
    long offset = hub.bind(transfer.transferKey(), sealed.envelope().toJson().toString());
    while (offset < size) {
      long from = offset;
      note(item, transaction -> transfers.progress(transaction, transfer.id(), from, size));
      try (InputStream rest = artifacts.ciphertext(transfer, from)) {
        offset = hub.append(transfer.transferKey(), from, size - from, rest);
      }
      if (offset <= from) {
        throw new HubAway("no progress");
      }
    }
    note(item, transaction -> transfers.progress(transaction, transfer.id(), size, size));
  }

  private JsonNode awaitApplied(
      WorkItem item, OutboundTransfer transfer, HubLink hub, LeaseWatch lease)
      throws TransferFailed, HubAway {
    while (!lease.mustStop()) {
      JsonNode now = acknowledged(item, transfer, hub.status(transfer.transferKey()));
      if (now.path("transfer_status").asText().equals("applied")) {
        return now;
      }
      requireOpen(now);
      if (now.path("media_status").asText().equals("refused")) {
        throw new TransferFailed(FailureClass.INTEGRITY_INCONSISTENCY, "media_refused");
      }
      LockSupport.parkNanos(settings.poll().toNanos());
    }
    throw new HubAway("stopped");
  }

  private JsonNode acknowledged(WorkItem item, OutboundTransfer transfer, JsonNode answer)
      throws TransferFailed {
    Evidence.requireAcknowledged(answer, transfer, ownKey);
    note(
        item,
        transaction ->
            transfers.remote(
                transaction,
                transfer.id(),
                answer.path("id").asText(),
                answer.path("transfer_status").asText()));
    return answer;
  }

  /** The hub has these very bytes from an earlier transfer; nothing is sent, no receipt is due. */
  private static boolean wasAppliedBefore(JsonNode acknowledged) {
    return acknowledged.path("transfer_status").asText().equals("applied")
        && acknowledged
            .path("processing_decision")
            .asText()
            .equals("skip_processing_existing_success");
  }

  private static void requireOpen(JsonNode acknowledged) throws TransferFailed {
    String status = acknowledged.path("transfer_status").asText();
    if (status.equals("inconsistent") || status.equals("failed")) {
      throw new TransferFailed(FailureClass.INTEGRITY_INCONSISTENCY, "remote_" + status);
    }
  }

  private void complete(WorkItem item, OutboundTransfer transfer, JsonNode evidence)
      throws IOException {
    JsonNode receipt = evidence.path("envelope_receipt");
    @Nullable String kept = receipt.isMissingNode() ? null : evidence.toString();
    queue.finish(
        item,
        transaction -> {
          transfers.completed(transaction, transfer.id(), kept);
          tell(transaction, transfer, AuditAction.EXPORT_COMPLETED, Map.of());
        });
    artifacts.discard(transfer);
  }

  private void fail(Handle transaction, OutboundTransfer transfer, TransferFailed ended) {
    transfers.failed(transaction, transfer.id(), ended.failureClass(), ended.code());
    tell(
        transaction,
        transfer,
        AuditAction.EXPORT_FAILED,
        Map.of("class", ended.failureClass().wireName(), "code", ended.code()));
  }

  private void tell(
      Handle transaction, OutboundTransfer transfer, AuditAction action, Map<String, Object> data) {
    audit.append(
        transaction,
        new AuditEvent(
            action, transfer.center(), "outbound_transfer", transfer.id().toString(), data));
  }

  private void note(WorkItem item, HandleConsumer<RuntimeException> effect) {
    queue.whileLeased(item, effect);
  }

  private String receiptKey() throws TransferFailed {
    return settings
        .receiptKey()
        .orElseThrow(
            () -> new TransferFailed(FailureClass.CONFIGURATION_REJECTION, "unusable_receipt-key"));
  }
}
