package org.endoreg.ingest.quarantine;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.ingest.ledger.Acceptance;
import org.endoreg.ingest.ledger.IngestMode;
import org.endoreg.ingest.ledger.Ledger;
import org.endoreg.ingest.ledger.MediaTypes;
import org.endoreg.ingest.ledger.Submission;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.startup.Deployment;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What a reviewer decides about a drop. A decision never changes an upload job. */
@ApplicationScoped
class QuarantineDecisions {
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_DELAY_DAYS = 3_650;
  private static final String SOURCE_SYSTEM = "quarantine";

  private final Jdbi jdbi;
  private final QuarantineItems items;
  private final Ledger ledger;
  private final MediaTypes mediaTypes;
  private final BlobVault vault;
  private final Deployment deployment;
  private final QuarantineAudit audit;

  QuarantineDecisions(
      Jdbi jdbi,
      QuarantineItems items,
      Ledger ledger,
      MediaTypes mediaTypes,
      BlobVault vault,
      Deployment deployment,
      QuarantineAudit audit) {
    this.jdbi = jdbi;
    this.items = items;
    this.ledger = ledger;
    this.mediaTypes = mediaTypes;
    this.vault = vault;
    this.deployment = deployment;
    this.audit = audit;
  }

  /** Keeps the drop until somebody decides otherwise. */
  QuarantineItem retain(Caller caller, UUID id, @Nullable String reason) {
    String why = required(reason);
    return decided(
        caller,
        id,
        transaction -> {
          QuarantineItems.Held item = open(transaction, caller, id, QuarantineEvent.RETAINED);
          review(transaction, caller, id, QuarantineStatus.RETAINED, why);
          audit.retained(transaction, item.center(), id);
        });
  }

  /**
   * Lets another person delete exactly these bytes, at the earliest after that many days. A given
   * digest must be the one of the item.
   */
  QuarantineItem approveDeletion(
      Caller caller, UUID id, @Nullable String reason, int afterDays, @Nullable String digest) {
    String why = required(reason);
    if (afterDays < 0 || afterDays > LONGEST_DELAY_DAYS) {
      throw invalid("delete_after_days", "out_of_range");
    }
    return decided(
        caller,
        id,
        transaction -> {
          QuarantineItems.Held item = open(transaction, caller, id, QuarantineEvent.APPROVED);
          requireDigest(item.sha256(), digest);
          review(transaction, caller, id, QuarantineStatus.APPROVED_FOR_DELETION, why);
          eligibleAfter(transaction, id, afterDays);
          audit.approved(transaction, item.center(), id, afterDays);
        });
  }

  /**
   * Gives the bytes to the ledger as an ordinary file, which is then anonymized like any other; a
   * sidecar that was refused vouches for nothing and is left out.
   */
  QuarantineItem release(Caller caller, UUID id, @Nullable String reason) {
    String why = required(reason);
    if (deployment.role() == DeploymentRole.LOCAL_STUDY_SERVER) {
      throw new ProblemException(ProblemCode.POLICY_DENIED);
    }
    return decided(
        caller,
        id,
        transaction -> {
          QuarantineItems.Held item = open(transaction, caller, id, QuarantineEvent.RELEASED);
          Acceptance job = ledger.accept(transaction, caller.scope(), submission(item, caller));
          if (job.reused()) {
            // The bytes have a job already; the item keeps its copy until it is deleted.
            throw new ProblemException(ProblemCode.DUPLICATE_CONTENT);
          }
          review(transaction, caller, id, QuarantineStatus.RELEASED, why);
          release(transaction, id, job.jobId());
          audit.released(transaction, item.center(), id);
        });
  }

  private QuarantineItem decided(
      Caller caller, UUID id, HandleConsumer<RuntimeException> decision) {
    return jdbi.inTransaction(
        transaction -> {
          decision.useHandle(transaction);
          return items.find(transaction, caller.scope(), id).orElseThrow();
        });
  }

  /** The locked item, when the event is possible; a deletion under way is not decided about. */
  private QuarantineItems.Held open(
      Handle transaction, Caller caller, UUID id, QuarantineEvent event) {
    QuarantineItems.Held item =
        items
            .lock(transaction, caller.scope(), id)
            .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    if (item.deleting() || QuarantineTransition.next(item.status(), event).isEmpty()) {
      throw new ProblemException(ProblemCode.CONFLICT);
    }
    return item;
  }

  private static void review(
      Handle transaction, Caller caller, UUID id, QuarantineStatus status, String why) {
    transaction
        .createUpdate(
            """
            UPDATE quarantine_item SET status = :status, decision_reason = :why,
                reviewed_by = :by, reviewed_at = now(), delete_eligible_at = :eligible,
                error_code = NULL
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("status", status.wireName())
        .bind("why", why)
        .bind("by", caller.subject())
        .bind(
            "eligible",
            status == QuarantineStatus.APPROVED_FOR_DELETION
                ? OffsetDateTime.now(ZoneOffset.UTC)
                : null)
        .execute();
  }

  private static void eligibleAfter(Handle transaction, UUID id, int days) {
    transaction
        .createUpdate(
            """
            UPDATE quarantine_item SET delete_eligible_at = now() + make_interval(days => :days)
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("days", days)
        .execute();
  }

  private static void release(Handle transaction, UUID id, UUID jobId) {
    transaction
        .createUpdate("UPDATE quarantine_item SET upload_job_id = :job WHERE id = :id")
        .bind("id", id)
        .bind("job", jobId)
        .execute();
  }

  private Submission submission(QuarantineItems.Held item, Caller caller) {
    String mediaType =
        mediaTypes
            .detect(prefix(item))
            .orElseThrow(() -> new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE));
    return new Submission(
            item.center(),
            MediaTypes.kindOf(mediaType),
            mediaType,
            new Blob(item.blob(), item.sha256(), item.sizeBytes()),
            IngestMode.WATCHER,
            SOURCE_SYSTEM,
            "")
        .by(caller.subject());
  }

  private byte[] prefix(QuarantineItems.Held item) {
    try (InputStream bytes = vault.stream(item.blob())) {
      return bytes.readNBytes(MediaTypes.PREFIX_BYTES);
    } catch (IOException unreadable) {
      throw new ProblemException(ProblemCode.SOURCE_MISSING);
    }
  }

  private static void requireDigest(Sha256 content, @Nullable String given) {
    if (given != null && !given.equals(content.value())) {
      throw new ProblemException(ProblemCode.CONFLICT, Map.of("sha256", List.of("other_content")));
    }
  }

  private static String required(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      throw new ProblemException(
          ProblemCode.REASON_REQUIRED, Map.of("decision_reason", List.of("required")));
    }
    if (reason.length() > LONGEST_REASON) {
      throw invalid("decision_reason", "too_long");
    }
    return reason.strip();
  }

  private static ProblemException invalid(String field, String why) {
    return new ProblemException(ProblemCode.INVALID_PARAMETER, Map.of(field, List.of(why)));
  }
}
