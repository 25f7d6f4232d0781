package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.jdbi.v3.core.Jdbi;

/** Puts bytes and jobs where the ledger would, and lets events happen to them. */
@ApplicationScoped
public class JobSamples {
  /** A center of this deployment. */
  public static final CenterKey LOCAL = new CenterKey("local");

  private final Jdbi jdbi;
  private final BlobVault vault;
  private final Ledger ledger;
  private final JobProgress progress;

  JobSamples(Jdbi jdbi, BlobVault vault, Ledger ledger, JobProgress progress) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.ledger = ledger;
    this.progress = progress;
  }

  /** New bytes in the store. */
  public Blob stored(BlobKey.Role role) {
    return stored(BlobKey.of(role, LOCAL, UUID.randomUUID()), UUID.randomUUID().toString());
  }

  /** These bytes under this key, whatever lay there. */
  public Blob stored(BlobKey key, String text) {
    try {
      vault.delete(key);
      try (BlobWrite write = vault.write(key)) {
        write.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return write.commit();
      }
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  /** A pending video that came through the API. */
  public UUID video() {
    return accept(submission(MediaKind.VIDEO, stored(BlobKey.Role.RAW), IngestMode.API)).jobId();
  }

  /** A pending report that came through this boundary. */
  public UUID report(IngestMode mode) {
    return accept(submission(MediaKind.REPORT, stored(BlobKey.Role.RAW), mode)).jobId();
  }

  /** What a boundary would hand over. */
  public Submission submission(MediaKind kind, Blob blob, IngestMode mode) {
    String type = kind == MediaKind.REPORT ? "application/pdf" : "video/mp4";
    return new Submission(blob.key().center(), kind, type, blob, mode, "test", "");
  }

  /** Hands it to the ledger. */
  public Acceptance accept(Submission submission) {
    return jdbi.inTransaction(
        transaction -> ledger.accept(transaction, CenterScope.of(submission.center()), submission));
  }

  /** Lets the event happen. */
  public void happens(HubEvent event) {
    jdbi.useTransaction(transaction -> progress.apply(transaction, event));
  }

  /** Every column of the job. */
  public Map<String, Object> row(UUID job) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM upload_job WHERE id = :id")
                .bind("id", job)
                .mapToMap()
                .one());
  }

  /** Its status. */
  public String status(UUID job) {
    return text(job, "status");
  }

  /** One column of the job that is not null. */
  public String text(UUID job, String column) {
    return String.valueOf(row(job).get(column));
  }

  /** Event types the ledger announced of the job, in order. */
  public java.util.List<String> announced(UUID job) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT record FROM outbox WHERE record_key = :job ORDER BY sequence")
                .bind("job", job.toString())
                .mapTo(String.class)
                .map(record -> record.replaceAll("(?s).*\"type\":\"([a-z.-]+)\".*", "$1"))
                .list());
  }
}
