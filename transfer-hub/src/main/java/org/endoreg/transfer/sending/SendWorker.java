package org.endoreg.transfer.sending;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.work.LeaseWatch;
import org.endoreg.platform.work.WorkCancelled;
import org.endoreg.platform.work.WorkFailed;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.platform.work.Worker;
import org.endoreg.transfer.envelope.EnvelopeSealer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Brings one artifact to the hub: register, seal once, send from where the hub is, wait until it
 * applied, believe only a receipt it signed. Every step may be repeated: the hub finds what it has.
 */
@ApplicationScoped
class SendWorker implements Worker {
  static final String QUEUE = "transfer-send";

  /** A line to the hub may be down for a long weekend: four days of pauses of 15 minutes. */
  private static final int MOST_RETRIES = 400;

  /** A small artifact is applied before this is over. */
  private static final Duration FIRST_POLL = Duration.ofMillis(50);

  private static final Logger LOG = Logger.getLogger(SendWorker.class);

  private final OutboundTransfers transfers;
  private final OutgoingRegistration registration;
  private final SealedArtifacts artifacts;
  private final HubLinks links;
  private final WorkQueue queue;
  private final AuditChain audit;
  private final SealedCleanup cleanup;
  private final SenderSettings settings;
  private final String ownKey;

  SendWorker(
      OutboundTransfers transfers,
      OutgoingRegistration registration,
      SealedArtifacts artifacts,
      HubLinks links,
      WorkQueue queue,
      AuditChain audit,
      SealedCleanup cleanup,
      SenderSettings settings,
      HubSettings hub) {
    this.transfers = transfers;
    this.registration = registration;
    this.artifacts = artifacts;
    this.links = links;
    this.queue = queue;
    this.audit = audit;
    this.cleanup = cleanup;
    this.settings = settings;
    this.ownKey = hub.transfer().nodeKey();
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  /** A database that was away once during an outage of days must not use up the patience for it. */
  @Override
  public int retriesWorth(ProblemCode code) {
    return MOST_RETRIES;
  }

  @Override
  public void work(WorkItem item, LeaseWatch lease) throws WorkFailed {
    OutboundTransfer transfer = transfers.byId(UUID.fromString(item.naturalKey()));
    if (transfer.localStatus().isEnded()) {
      queue.finish(item, transaction -> {});
      return;
    }
    try {
      send(item, transfer, lease);
    } catch (TransferFailed ended) {
      queue.finish(item, transaction -> fail(transaction, transfer, ended));
    } catch (HubAway passing) {
      throw waiting(item, transfer, passing.code());
    } catch (IOException diskTrouble) {
      throw waiting(item, transfer, ProblemCode.UNAVAILABLE);
    }
  }

  /** A worker whose service ends says nothing: the next start goes on at once. */
  private WorkFailed waiting(WorkItem item, OutboundTransfer transfer, ProblemCode why) {
    if (!Thread.currentThread().isInterrupted()) {
      queue.whileLeased(item, transaction -> transfers.waits(transaction, transfer.id(), why));
    }
    return WorkFailed.passing(why);
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
    move(item, transaction -> transfers.move(transaction, transfer.id(), OutboundEvent.ATTEMPT));
    JsonNode registered = hub.register(body);
    Evidence.requireAcknowledged(registered, transfer, ownKey);
    if (NextStep.afterRegistration(registered) == NextStep.DONE_BEFORE) {
      note(item, transfer, registered);
      complete(item, transfer, registered);
      return;
    }
    move(
        item,
        transaction -> {
          noted(transaction, transfer, registered);
          return transfers.move(transaction, transfer.id(), OutboundEvent.MEDIA_WANTED);
        });
    EnvelopeSealer.Sealed sealed =
        artifacts.sealed(transfer, step -> queue.whileLeased(item, transaction -> step.run()));
    upload(item, transfer, sealed, hub, lease);
    JsonNode applied = awaitApplied(item, transfer, hub, lease);
    Evidence.requireReceipt(applied, sealed, receiptKey);
    complete(item, transfer, applied);
  }

  private void upload(
      WorkItem item,
      OutboundTransfer transfer,
      EnvelopeSealer.Sealed sealed,
      HubLink hub,
      LeaseWatch lease)
      throws TransferFailed, HubAway, IOException {
    long size = sealed.ciphertextSize();
    long offset = hub.bind(transfer.transferKey(), sealed.envelope().toJson().toString());
    while (offset < size) {
      long from = offset;
      move(item, transaction -> transfers.progress(transaction, transfer.id(), from, size));
      try (InputStream rest = new WantedBytes(artifacts.ciphertext(transfer, from), lease)) {
        offset = hub.append(transfer.transferKey(), from, size - from, rest);
      }
      if (offset <= from) {
        throw new HubAway("no progress");
      }
    }
    move(item, transaction -> transfers.progress(transaction, transfer.id(), size, size));
  }

  private JsonNode awaitApplied(
      WorkItem item, OutboundTransfer transfer, HubLink hub, LeaseWatch lease)
      throws TransferFailed, HubAway {
    Duration pause = FIRST_POLL;
    while (!lease.mustStop()) {
      LockSupport.parkNanos(pause.toNanos());
      JsonNode now = hub.status(transfer.transferKey());
      Evidence.requireAcknowledged(now, transfer, ownKey);
      switch (NextStep.afterUpload(now)) {
        case VERIFY, DONE_BEFORE -> {
          note(item, transfer, now);
          return now;
        }
        case ANEW, SEND -> throw new HubAway("bytes_gone");
        case WAIT -> pause = Collections.min(List.of(pause.multipliedBy(2), settings.poll()));
      }
    }
    throw new HubAway("stopped");
  }

  private void complete(WorkItem item, OutboundTransfer transfer, JsonNode evidence) {
    boolean receipted = !evidence.path("envelope_receipt").isMissingNode();
    String status = settings.localCleanupPolicy().statusAfter(receipted);
    queue.finish(
        item,
        transaction -> {
          String receipt = receipted ? evidence.toString() : "";
          require(
              transaction, item, transfers.completed(transaction, transfer.id(), receipt, status));
          tell(transaction, transfer, AuditAction.EXPORT_COMPLETED, Map.of());
          if (settings.localCleanupPolicy() != LocalCleanupPolicy.RETAIN_PROCESSED_MEDIA) {
            tell(
                transaction,
                transfer,
                AuditAction.EXPORT_CLEANUP_APPLIED,
                Map.of("status", status));
          }
        });
    removeSealed(transfer);
  }

  /** What cannot be removed now goes with the next sweep. */
  private void removeSealed(OutboundTransfer transfer) {
    try {
      cleanup.removeIfDue(transfer.id(), Instant.now());
    } catch (RuntimeException later) {
      LOG.warnf("a sealed artifact stays for now: %s", FailurePlace.of(later));
    }
  }

  private void fail(Handle transaction, OutboundTransfer transfer, TransferFailed ended) {
    if (!transfers.failed(transaction, transfer.id(), ended.failureClass(), ended.code())) {
      return;
    }
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

  private void note(WorkItem item, OutboundTransfer transfer, JsonNode answer) {
    queue.whileLeased(item, transaction -> noted(transaction, transfer, answer));
  }

  private void noted(Handle transaction, OutboundTransfer transfer, JsonNode answer) {
    transfers.remote(
        transaction,
        transfer.id(),
        answer.path("id").asText(),
        answer.path("transfer_status").asText());
  }

  private void move(WorkItem item, Predicate<Handle> effect) {
    queue.whileLeased(item, transaction -> require(transaction, item, effect.test(transaction)));
  }

  /**
   * A row that cannot go on was ended by somebody else, and this attempt writes nothing more. One
   * that was not must not be left as it is: the attempt fails and is made again.
   */
  private void require(Handle transaction, WorkItem item, boolean moved) {
    if (moved) {
      return;
    }
    if (transfers.isEnded(transaction, UUID.fromString(item.naturalKey()))) {
      throw new WorkCancelled(item);
    }
    throw new IllegalStateException("a transfer that has not ended cannot go on");
  }

  private String receiptKey() throws TransferFailed {
    return settings
        .receiptKey()
        .orElseThrow(
            () -> new TransferFailed(FailureClass.CONFIGURATION_REJECTION, "unusable_receipt-key"));
  }
}
