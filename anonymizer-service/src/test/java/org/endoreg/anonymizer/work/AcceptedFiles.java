package org.endoreg.anonymizer.work;

import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.UploadJobAccepted;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventProducer;
import org.jdbi.v3.core.Jdbi;

/** Plays the ledger: puts files into the vault, accepts them on the real topic, waits for ends. */
@ApplicationScoped
public class AcceptedFiles {
  private static final CenterKey LOCAL = new CenterKey("local");
  private static final Duration SOON = Duration.ofSeconds(90);

  private final BlobVault vault;
  private final EventProducer producer;
  private final Jdbi jdbi;

  AcceptedFiles(BlobVault vault, EventProducer producer, Jdbi jdbi) {
    this.vault = vault;
    this.producer = producer;
    this.jdbi = jdbi;
  }

  UploadJobAccepted stored(MediaKind kind, byte[] bytes) {
    UUID job = UUID.randomUUID();
    try (BlobWrite write = vault.write(BlobKey.of(BlobKey.Role.RAW, LOCAL, job))) {
      write.write(bytes, 0, bytes.length);
      Blob blob = write.commit();
      String type = kind == MediaKind.REPORT ? "application/pdf" : "video/mp4";
      return new UploadJobAccepted(
          job, LOCAL, kind, type, blob.sha256(), blob.sizeBytes(), blob.key(), null, null);
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  UploadJobAccepted accept(MediaKind kind, byte[] bytes) {
    UploadJobAccepted accepted = stored(kind, bytes);
    send(Envelopes.of(accepted, 1, null));
    return accepted;
  }

  void send(EventEnvelope event) {
    try {
      producer.send(event).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The last state of the job: {@code done_processing_anonymization} or {@code failed}. */
  String awaitEnd(UploadJobAccepted job) {
    await().atMost(SOON).until(() -> !state(job).isEmpty());
    return state(job);
  }

  private String state(UploadJobAccepted job) {
    return text(
        """
        SELECT state FROM anonymization
        WHERE job_id = CAST(:job AS uuid) AND finished_at IS NOT NULL
        """,
        job);
  }

  String code(UploadJobAccepted job) {
    return text(
        "SELECT coalesce(problem_code, '') FROM anonymization WHERE job_id = CAST(:job AS uuid)",
        job);
  }

  private String text(String query, UploadJobAccepted job) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(query)
                .bind("job", job.jobId().toString())
                .mapTo(String.class)
                .findOne()
                .orElse(""));
  }

  /** What was announced about the job, in order. */
  List<String> announced(UploadJobAccepted job) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT record FROM outbox WHERE record_key = :job ORDER BY sequence")
                .bind("job", job.jobId().toString())
                .mapTo(String.class)
                .list());
  }

  /** Every row of every table that names the job, as the database writes it. */
  String rows(UploadJobAccepted job) {
    StringBuilder rows = new StringBuilder();
    for (String table :
        List.of(
            "anonymization", "anonymization_history", "sensitive_meta", "work_item", "outbox")) {
      for (Map<String, Object> row : rows(table, job)) {
        row.forEach((column, value) -> rows.append(column).append('=').append(shown(value)));
      }
    }
    return rows.toString();
  }

  private List<Map<String, Object>> rows(String table, UploadJobAccepted job) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM " + table + " WHERE " + table + "::text LIKE :job")
                .bind("job", "%" + job.jobId() + "%")
                .mapToMap()
                .list());
  }

  private static String shown(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }

  boolean sourceIsKept(UploadJobAccepted job) throws IOException {
    return vault.exists(job.blobKey());
  }
}
