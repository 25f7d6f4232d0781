package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.TransferApplied;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.outbox.Outbox;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.work.LeaseLost;
import org.endoreg.platform.work.LeaseWatch;
import org.endoreg.platform.work.WorkFailed;
import org.endoreg.platform.work.WorkItem;
import org.endoreg.platform.work.WorkQueue;
import org.endoreg.platform.work.WorkRunner;
import org.endoreg.platform.work.Worker;
import org.endoreg.transfer.envelope.EnvelopeOpener;
import org.endoreg.transfer.envelope.EnvelopeRefused;
import org.endoreg.transfer.envelope.MediaEnvelope;
import org.endoreg.transfer.envelope.TextDigest;
import org.endoreg.transfer.nodes.RecipientKeys;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Opens a ciphertext that is here, verifies all of it while the artifact goes into the blob store,
 * and then, in one transaction, makes the transfer applied, signs the receipt and tells the others.
 * Until then no reader finds the artifact.
 */
@ApplicationScoped
public class ApplyWorker implements Worker {
  static final String QUEUE = "transfer-apply";

  private static final Logger LOG = Logger.getLogger(ApplyWorker.class);

  private static final int BUFFER_BYTES = 1 << 20;

  private final TransferJobs jobs;
  private final Conflicts conflicts;
  private final Ciphertexts ciphertexts;
  private final BlobVault vault;
  private final EnvelopeOpener opener;
  private final ReceiptSeal seal;
  private final WorkQueue queue;
  private final Outbox outbox;
  private final AuditChain audit;
  private final CiphertextCleanup cleanup;

  ApplyWorker(
      TransferJobs jobs,
      Conflicts conflicts,
      Ciphertexts ciphertexts,
      BlobVault vault,
      RecipientKeys keys,
      ReceiptSeal seal,
      WorkQueue queue,
      Outbox outbox,
      AuditChain audit,
      CiphertextCleanup cleanup) {
    this.jobs = jobs;
    this.conflicts = conflicts;
    this.ciphertexts = ciphertexts;
    this.vault = vault;
    this.opener = new EnvelopeOpener(keys);
    this.seal = seal;
    this.queue = queue;
    this.outbox = outbox;
    this.audit = audit;
    this.cleanup = cleanup;
  }

  /** One item for each envelope of a transfer. */
  static String naturalKey(TransferJob job) {
    return job.id() + "/" + TextDigest.of(String.valueOf(job.envelope())).value();
  }

  static String payload(TransferJob job) {
    return "{\"transfer\": \"" + job.id() + "\"}";
  }

  void start(@Observes StartupEvent started, WorkRunner runner, TransferSettings settings) {
    runner.run(this, settings.workers());
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public void work(WorkItem item, LeaseWatch lease) throws WorkFailed {
    TransferJob job = jobs.byId(transferOf(item));
    if (!isDue(item, job)) {
      queue.finish(item, transaction -> {});
      return;
    }
    try {
      applyOrLeaveNothing(item, job);
    } catch (EnvelopeRefused refused) {
      refuse(item, job, refused.reason().name().toLowerCase(Locale.ROOT));
    } catch (NoSuchFileException gone) {
      refuse(item, job, "ciphertext_missing");
    } catch (IOException passing) {
      throw WorkFailed.passing(ProblemCode.UNAVAILABLE);
    }
  }

  /** An item whose envelope gave way to another one, or was applied, has nothing left to do. */
  private static boolean isDue(WorkItem item, TransferJob job) {
    return TransferTransition.next(job.state(), TransferEvent.MEDIA_APPLIED).isPresent()
        && item.naturalKey().equals(naturalKey(job));
  }

  /**
   * Whoever cannot finish takes back what it wrote, since there may be no next attempt: the item
   * may be another worker's by now, who removed a part of it or applied.
   */
  private void applyOrLeaveNothing(WorkItem item, TransferJob job)
      throws IOException, EnvelopeRefused {
    MediaEnvelope envelope = TransferIdentities.envelopeOf(job);
    try {
      Artifact artifact = open(item, job, envelope);
      queue.finish(item, transaction -> apply(transaction, job, envelope, artifact));
    } catch (IOException | EnvelopeRefused | LeaseLost unfinished) {
      removeAttempt(job, item.fencingToken());
      throw unfinished;
    }
    removeCiphertext(job);
  }

  /** What cannot be removed now goes with the next sweep. */
  private void removeCiphertext(TransferJob job) {
    try {
      cleanup.removeIfDue(job.id(), Instant.now());
    } catch (RuntimeException later) {
      LOG.warnf("an applied ciphertext stays for now: %s", FailurePlace.of(later));
    }
  }

  @Override
  public void giveUp(WorkItem item, ProblemCode code) {
    TransferJob job = jobs.byId(transferOf(item));
    queue.fail(item, code, transaction -> jobs.refused(transaction, job, code.wireName()));
  }

  /** What was opened and lies in the blob store, found by nobody yet. */
  private record Artifact(
      BlobKey blob, @Nullable BlobKey text, BlobKey rows, EnvelopeOpener.Opened opened) {}

  /**
   * Each attempt writes to places of its own: a worker that lost its lease without noticing cannot
   * touch what the other one applied.
   */
  private Artifact open(WorkItem item, TransferJob job, MediaEnvelope envelope)
      throws IOException, EnvelopeRefused {
    for (long earlier = 1; earlier < item.fencingToken(); earlier++) {
      removeAttempt(job, earlier);
    }
    long token = item.fencingToken();
    BlobKey key = blob(BlobKey.Role.PROCESSED, job, "artifact", token);
    try (InputStream ciphertext = ciphertexts.open(job.id(), BUFFER_BYTES);
        BlobWrite write = vault.write(key)) {
      EnvelopeOpener.Opened opened = opener.open(envelope, ciphertext, write, write::sha256);
      write.commit();
      JsonNode rows = TransferIdentities.rowsOf(job);
      return new Artifact(
          key,
          reportText(job, rows, token),
          keep(blob(BlobKey.Role.TEXT, job, "rows", token), rows.toString()),
          opened);
    }
  }

  private void removeAttempt(TransferJob job, long token) throws IOException {
    vault.delete(blob(BlobKey.Role.PROCESSED, job, "artifact", token));
    vault.delete(blob(BlobKey.Role.TEXT, job, "text", token));
    vault.delete(blob(BlobKey.Role.TEXT, job, "rows", token));
  }

  private void apply(
      Handle transaction, TransferJob job, MediaEnvelope envelope, Artifact artifact) {
    Sha256 ciphertext = artifact.opened().ciphertextSha256();
    ObjectNode receipt = new Receipt(envelope, artifact.opened(), job.id()).toJson();
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    kept.set("envelope_receipt", receipt);
    kept.put("envelope_receipt_signature", seal.sign(receipt));
    if (!jobs.applied(transaction, job, artifact.blob(), ciphertext, kept.toString())) {
      throw new IllegalStateException("a transfer is applied once");
    }
    boolean supersedes = conflicts.isSuperseding(transaction, job);
    boolean separate = conflicts.isSeparate(transaction, job);
    outbox.append(transaction, applied(job, artifact, supersedes, separate));
    audit.append(
        transaction,
        new AuditEvent(
            AuditAction.TRANSFER_APPLIED,
            job.center(),
            "transfer_job",
            job.id().toString(),
            Map.of(
                "size_bytes",
                artifact.opened().plaintextSize(),
                "envelope",
                envelope.fingerprint().value())));
  }

  private TransferApplied applied(
      TransferJob job, Artifact artifact, boolean supersedes, boolean separate) {
    JsonNode meta = TransferIdentities.rowsOf(job).path("sensitive_meta");
    return new TransferApplied(
        job.id(),
        job.center(),
        job.kind(),
        job.sourceNodeKey(),
        job.resourceHash(),
        artifact.blob(),
        job.processedSha256(),
        artifact.opened().plaintextSize(),
        artifact.text(),
        artifact.rows(),
        new Sha256(meta.path("patient_hash").asText()),
        new Sha256(meta.path("examination_hash").asText()),
        supersedes,
        separate);
  }

  private @Nullable BlobKey reportText(TransferJob job, JsonNode rows, long token)
      throws IOException {
    return job.kind() == MediaKind.REPORT
        ? keep(
            blob(BlobKey.Role.TEXT, job, "text", token),
            rows.path("raw_pdf_file").path("anonymized_text").asText())
        : null;
  }

  private BlobKey keep(BlobKey key, String text) throws IOException {
    try (BlobWrite write = vault.write(key)) {
      write.write(text.getBytes(StandardCharsets.UTF_8));
      write.commit();
    }
    return key;
  }

  /** A place that is known again when the attempt was killed, so that the next one removes it. */
  private static BlobKey blob(BlobKey.Role role, TransferJob job, String what, long token) {
    String name = naturalKey(job) + "/" + what + "/" + token;
    return BlobKey.of(
        role, job.center(), UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  /** The bytes go while the row is locked: afterwards there may be others, of the next try. */
  private void refuse(WorkItem item, TransferJob job, String reason) {
    queue.finish(
        item,
        transaction -> {
          if (!jobs.refused(transaction, job, reason)) {
            return;
          }
          audit.append(
              transaction,
              new AuditEvent(
                  AuditAction.TRANSFER_MEDIA_REFUSED,
                  job.center(),
                  "transfer_job",
                  job.id().toString(),
                  Map.of("reason", reason)));
          cleanup.remove(transaction, job, CiphertextRemoval.REFUSED);
        });
  }

  private static UUID transferOf(WorkItem item) {
    return UUID.fromString(item.naturalKey().substring(0, 36));
  }
}
