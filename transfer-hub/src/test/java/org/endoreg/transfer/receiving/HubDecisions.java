package org.endoreg.transfer.receiving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.transfer.CleanupPolicy;
import org.endoreg.contracts.transfer.ProcessingHistory;
import org.endoreg.contracts.transfer.ProcessingIntent;
import org.endoreg.contracts.transfer.ProcessingPolicy;
import org.endoreg.contracts.transfer.ProcessingSnapshot;
import org.endoreg.contracts.transfer.Pseudonyms;
import org.endoreg.contracts.transfer.ReportRows;
import org.endoreg.contracts.transfer.TransferMode;
import org.endoreg.contracts.transfer.TransferRegistration;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.transfer.envelope.EnvelopeOpener;
import org.endoreg.transfer.envelope.EnvelopeSealer;
import org.endoreg.transfer.envelope.TextDigest;
import org.endoreg.transfer.exploration.SampleTransfer;

/** What the hub decides by, opened for the exploration; nothing is decided here. */
public final class HubDecisions {
  private static final UUID ID = new UUID(0, 7);
  private static final String REGISTRATION =
      """
      {"transfer_mode": "metadata_and_processed_media", "processing_policy": "x",
      "processing_intent": "x", "cleanup_policy": "retain_all", "payload_schema_version": "3.0"}
      """;

  private final Acknowledgements acknowledgements = new Acknowledgements(new ObjectMapper());
  private final SampleTransfer sample;
  private final ReceiptSeal seal;
  private final List<Job> jobs =
      List.of(
          waiting(MediaStatus.NONE),
          waiting(MediaStatus.RECEIVING),
          waiting(MediaStatus.RECEIVED),
          waiting(MediaStatus.REFUSED),
          new Job(
              new TransferState(TransferStatus.APPLIED, MediaStatus.APPLIED),
              ProcessingDecision.SKIP_PROCESSING_PRESERVED_STATE),
          new Job(
              new TransferState(TransferStatus.APPLIED, MediaStatus.NONE),
              ProcessingDecision.SKIP_PROCESSING_EXISTING_SUCCESS),
          new Job(
              new TransferState(TransferStatus.INCONSISTENT, MediaStatus.NONE),
              ProcessingDecision.MARK_INCONSISTENT));

  /** A row's state and the decision told with it. */
  private record Job(TransferState state, ProcessingDecision decision) {}

  public HubDecisions(SampleTransfer sample, Keyring keys) {
    this.sample = sample;
    this.seal = new ReceiptSeal(keys);
  }

  private static Job waiting(MediaStatus media) {
    return new Job(
        new TransferState(TransferStatus.AWAITING_MEDIA, media),
        ProcessingDecision.WAIT_FOR_MISSING_MEDIA);
  }

  /** The key receipts are verified with. */
  public String receiptKey() {
    return seal.publicKey();
  }

  /** The state a registration begins in; states are numbered from 1, 0 is no transfer. */
  public int registered(boolean ownedByAnother, boolean artifactApplied) {
    RegistrationDecision decision =
        RegistrationDecision.of(
            registration(), new RegistrationDecision.Facts(ownedByAnother, artifactApplied));
    return number(new TransferState(decision.status(), MediaStatus.NONE));
  }

  /** The state after the event; 0 when the table does not have the pair. */
  public int next(int state, String event) {
    return TransferTransition.next(state(state), TransferEvent.valueOf(event))
        .map(this::number)
        .orElse(0);
  }

  /** What an envelope finds. */
  public String envelope(int state, boolean same) {
    return EnvelopeDecision.of(state(state), true, same).name();
  }

  /** True when bytes may be sent to a transfer in this state. */
  public boolean takesMedia(int state) {
    return EnvelopeDecision.takesMedia(state(state), true);
  }

  /** True when the media of a transfer in this state stand there. */
  public boolean isMedia(int state, String media) {
    return state > 0 && state(state).media() == MediaStatus.of(media);
  }

  public boolean isApplied(int state) {
    return state > 0 && state(state).status() == TransferStatus.APPLIED;
  }

  /** The body the hub answers with, with the receipt of {@code envelope} if it was applied. */
  public JsonNode acknowledgement(int key, int number, int envelope) {
    Job job = jobs.get(number - 1);
    boolean applied = job.state().media() == MediaStatus.APPLIED;
    return acknowledgements.of(
        new TransferJob(
            ID,
            SampleTransfer.key(key),
            SampleTransfer.NODE,
            SampleTransfer.HUB,
            SampleTransfer.CENTER,
            MediaKind.REPORT,
            SampleTransfer.RESOURCE,
            SampleTransfer.PROCESSED,
            REGISTRATION,
            job.state().status(),
            job.decision(),
            "not_requested",
            job.state().media(),
            null,
            null,
            null,
            null,
            applied ? receipt(key, envelope) : null,
            null,
            Instant.EPOCH,
            Instant.EPOCH));
  }

  private String receipt(int key, int envelope) {
    EnvelopeSealer.Sealed sealed = sample.sealed(key, envelope);
    EnvelopeOpener.Opened opened =
        new EnvelopeOpener.Opened(
            sealed.ciphertextSha256(), sealed.ciphertextSize(), SampleTransfer.TEXT.length());
    ObjectNode receipt = new Receipt(sealed.envelope(), opened, ID).toJson();
    ObjectNode kept = new ObjectMapper().createObjectNode();
    kept.set("envelope_receipt", receipt);
    return kept.put("envelope_receipt_signature", seal.sign(receipt)).toString();
  }

  private TransferState state(int number) {
    return jobs.get(number - 1).state();
  }

  private int number(TransferState state) {
    for (int i = 0; i < jobs.size(); i++) {
      if (jobs.get(i).state().equals(state)) {
        return i + 1;
      }
    }
    throw new IllegalStateException("a state the exploration does not know: " + state);
  }

  private static TransferRegistration<ReportRows> registration() {
    return new TransferRegistration<>(
        SampleTransfer.key(0),
        SampleTransfer.NODE,
        SampleTransfer.HUB,
        SampleTransfer.CENTER,
        MediaKind.REPORT,
        SampleTransfer.RESOURCE,
        TransferMode.METADATA_AND_PROCESSED_MEDIA,
        ProcessingPolicy.PRESERVE_PROCESSING_STATE,
        ProcessingIntent.SENDER_REQUESTS_STATE_PRESERVATION,
        CleanupPolicy.RETAIN_ALL,
        TransferRegistration.SCHEMA_VERSION,
        new ReportRows(
            new ReportRows.RawPdfFile(SampleTransfer.RESOURCE, SampleTransfer.TEXT),
            new Pseudonyms(TextDigest.of("patient"), TextDigest.of("examination")),
            new ReportRows.RawPdfState(true, true, true, true, true, SampleTransfer.PROCESSED),
            new ProcessingHistory(SampleTransfer.RESOURCE, true),
            List.of()),
        new ProcessingSnapshot(true),
        null);
  }
}
