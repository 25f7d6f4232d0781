package org.endoreg.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventProducer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Plays the anonymizer: puts artifacts into the vault and announces them on the real topic. */
@ApplicationScoped
public class AnonymizedMedia {
  private static final Pseudonym NOBODY = new Pseudonym(null, null, null, null, null, null);

  private final BlobVault vault;
  private final EventProducer producer;
  private final Jdbi jdbi;

  AnonymizedMedia(BlobVault vault, EventProducer producer, Jdbi jdbi) {
    this.vault = vault;
    this.producer = producer;
    this.jdbi = jdbi;
  }

  public AnonymizationCompleted video(String center, byte[] artifact) {
    return completed(new CenterKey(center), MediaKind.VIDEO, artifact, null);
  }

  public AnonymizationCompleted report(String center, byte[] artifact, String text) {
    return completed(new CenterKey(center), MediaKind.REPORT, artifact, text);
  }

  private AnonymizationCompleted completed(
      CenterKey center, MediaKind kind, byte[] artifact, @Nullable String text) {
    UUID job = UUID.randomUUID();
    Blob raw = store(BlobKey.Role.RAW, center, ("raw of " + job).getBytes(UTF_8));
    Blob processed = store(BlobKey.Role.PROCESSED, center, artifact);
    @Nullable BlobKey textKey =
        text == null ? null : store(BlobKey.Role.TEXT, center, text.getBytes(UTF_8)).key();
    return new AnonymizationCompleted(
        job,
        center,
        kind,
        raw.sha256(),
        raw.key(),
        processed.key(),
        processed.sha256(),
        processed.sizeBytes(),
        textKey,
        Map.of("name", 2),
        4,
        kind == MediaKind.REPORT ? 1 : null,
        NOBODY,
        1200,
        null);
  }

  private Blob store(BlobKey.Role role, CenterKey center, byte[] bytes) {
    try (BlobWrite write = vault.write(BlobKey.of(role, center, UUID.randomUUID()))) {
      write.write(bytes, 0, bytes.length);
      return write.commit();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Announces and waits until the medium has its id. */
  public long register(AnonymizationCompleted completed) {
    send(Envelopes.of(completed, 1, null));
    await().atMost(Duration.ofSeconds(30)).until(() -> ids(completed).length == 1);
    return ids(completed)[0];
  }

  public void send(EventEnvelope envelope) {
    try {
      producer.send(envelope).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ids of media with this source. */
  public long[] ids(AnonymizationCompleted completed) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT id FROM medium WHERE source_sha256 = :source")
                .bind("source", completed.sourceSha256().value())
                .mapTo(Long.class)
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .toArray());
  }

  /** How often the registration of this job was announced. */
  public int announcements(AnonymizationCompleted completed) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM outbox WHERE record_key = :job")
                .bind("job", completed.jobId().toString())
                .mapTo(Integer.class)
                .one());
  }
}
