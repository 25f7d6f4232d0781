package org.endoreg.transfer.sending;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.SignOffWithdrawn;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.inbox.EventConsumers;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.platform.work.WorkRunner;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Follows what was anonymized here and takes up what may leave: signed off by a person, and of a
 * patient and examination that have a pseudonym.
 */
@ApplicationScoped
public class SignedOffEvents {
  private final OutboundTransfers transfers;
  private final Withdrawals withdrawals;
  private final WorkQueue queue;
  private final SenderSettings settings;
  private final String ownKey;

  SignedOffEvents(
      OutboundTransfers transfers,
      Withdrawals withdrawals,
      WorkQueue queue,
      SenderSettings settings,
      HubSettings hub) {
    this.transfers = transfers;
    this.withdrawals = withdrawals;
    this.queue = queue;
    this.settings = settings;
    this.ownKey = hub.transfer().nodeKey();
  }

  void start(
      @Observes StartupEvent started,
      Deployment deployment,
      EventConsumers consumers,
      WorkRunner runner,
      SendWorker worker,
      SenderReadiness readiness) {
    if (settings.enabled() && deployment.role() == DeploymentRole.SITE_NODE) {
      readiness.require();
      consumers.subscribe(List.of(Topic.ANONYMIZATION_EVENTS), this::receive);
      runner.run(worker, settings.workers());
    }
  }

  void receive(EventEnvelope event, Handle transaction) {
    if (event.payload() instanceof AnonymizationCompleted completed
        && Boolean.TRUE.equals(completed.humanValidated())
        && isOfThisNode(completed.centerKey())) {
      takeUp(transaction, completed);
    } else if (event.payload() instanceof SignOffWithdrawn withdrawn) {
      withdrawals.withdraw(transaction, withdrawn);
    }
  }

  private boolean isOfThisNode(CenterKey center) {
    return settings.center().map(center.value()::equals).orElse(true);
  }

  private void takeUp(Handle transaction, AnonymizationCompleted completed) {
    @Nullable Sha256 patient = completed.pseudonym().patientHash();
    @Nullable Sha256 examination = completed.pseudonym().examinationHash();
    if (patient == null || examination == null) {
      return;
    }
    OutboundTransfer transfer = transfer(completed, patient, examination);
    if (transfers.add(transaction, transfer) && settings.autoQueue()) {
      queue.add(transaction, SendWorker.QUEUE, transfer.id().toString(), transfer.center(), "{}");
    }
  }

  private OutboundTransfer transfer(
      AnonymizationCompleted completed, Sha256 patient, Sha256 examination) {
    return new OutboundTransfer(
        UUID.randomUUID(),
        TransferKeys.of(ownKey, completed),
        completed.centerKey(),
        settings.targetNodeKey(),
        completed.jobId(),
        completed.kind(),
        completed.sourceSha256(),
        completed.artifactSha256(),
        completed.artifactSizeBytes(),
        completed.artifactBlobKey(),
        completed.textBlobKey(),
        patient,
        examination,
        settings.autoQueue() ? OutboundStatus.QUEUED : OutboundStatus.MARKED,
        null,
        null,
        0,
        null,
        null,
        "retained",
        null,
        null,
        Instant.now());
  }
}
