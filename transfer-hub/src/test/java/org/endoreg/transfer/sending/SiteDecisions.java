package org.endoreg.transfer.sending;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.transfer.exploration.SampleTransfer;

/** What the site decides by, opened for the exploration; nothing is decided here. */
public final class SiteDecisions {
  private static final List<OutboundStatus> STATUSES = List.of(OutboundStatus.values());

  private final SampleTransfer sample;
  private final String receiptKey;

  public SiteDecisions(SampleTransfer sample, String receiptKey) {
    this.sample = sample;
    this.receiptKey = receiptKey;
  }

  /** The number of the status a signed-off artifact begins with. */
  public int queued() {
    return STATUSES.indexOf(OutboundStatus.QUEUED);
  }

  public int completed() {
    return STATUSES.indexOf(OutboundStatus.COMPLETED);
  }

  public int failed() {
    return STATUSES.indexOf(OutboundStatus.FAILED);
  }

  public int cancelled() {
    return STATUSES.indexOf(OutboundStatus.CANCELLED);
  }

  /** True when the comparison of the ledgers tells of a transfer the hub applied. */
  public boolean comparisonTells(int status, boolean withdrawn) {
    Sha256 resource = SampleTransfer.RESOURCE;
    Sha256 processed = SampleTransfer.PROCESSED;
    LedgerEntry here =
        new LedgerEntry(
            new UUID(0, 3),
            SampleTransfer.key(0),
            SampleTransfer.CENTER,
            MediaKind.REPORT,
            STATUSES.get(status),
            resource,
            processed,
            true,
            false,
            withdrawn);
    HubEntry there =
        new HubEntry(
            "1",
            SampleTransfer.key(0),
            SampleTransfer.CENTER.value(),
            MediaKind.REPORT.wireName(),
            resource.value(),
            processed.value(),
            "applied",
            "skip_processing_preserved_state",
            "applied");
    return Difference.between(here, there).isPresent();
  }

  /** The status after the event; -1 when the table does not have the pair. */
  public int next(int status, String event) {
    return OutboundTransition.next(STATUSES.get(status), OutboundEvent.valueOf(event))
        .map(STATUSES::indexOf)
        .orElse(-1);
  }

  /** What follows the answer to a registration: a step, or {@code FAIL}. */
  public String afterRegistration(int key, JsonNode answer) {
    return step(
        () -> {
          requireOwn(key, answer);
          return NextStep.afterRegistration(answer).name();
        });
  }

  /** What follows an answer after all bytes were sent; a receipt has to be of this envelope. */
  public String afterUpload(int key, int envelope, JsonNode answer) {
    return step(
        () -> {
          requireOwn(key, answer);
          NextStep next = NextStep.afterUpload(answer);
          if (next == NextStep.VERIFY) {
            Evidence.requireReceipt(answer, sample.sealed(key, envelope), receiptKey);
          }
          return next.name();
        });
  }

  /** How an answer with this problem is sorted: {@code AWAY} or {@code FAIL}. */
  public String sorted(String problem, boolean answerToBytes) {
    int status = ProblemCode.of(problem).status();
    return step(
        () -> {
          if (answerToBytes) {
            HubLink.requireTaken(status);
          } else {
            HubLink.requireSuccess(status);
          }
          return "READ";
        });
  }

  @FunctionalInterface
  private interface Decision {
    String make() throws TransferFailed, HubAway;
  }

  private static String step(Decision decision) {
    try {
      return decision.make();
    } catch (TransferFailed ended) {
      return "FAIL";
    } catch (HubAway passing) {
      return "AWAY";
    }
  }

  private static void requireOwn(int key, JsonNode answer) throws TransferFailed {
    Evidence.requireAcknowledged(
        answer,
        OutboundSample.of(
            new UUID(0, 3),
            SampleTransfer.key(key),
            SampleTransfer.CENTER,
            SampleTransfer.RESOURCE,
            SampleTransfer.PROCESSED,
            SampleTransfer.TEXT.length(),
            null),
        SampleTransfer.NODE);
  }
}
