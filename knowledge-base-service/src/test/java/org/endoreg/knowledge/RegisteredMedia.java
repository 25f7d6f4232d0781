package org.endoreg.knowledge;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.MediumRegistered;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventProducer;
import org.jspecify.annotations.Nullable;

/** Plays the media service: registers media on the real topic. */
@ApplicationScoped
public class RegisteredMedia {
  private final EventProducer producer;

  RegisteredMedia(EventProducer producer) {
    this.producer = producer;
  }

  public static Sha256 hash(String text) {
    try {
      return Sha256.of(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Pseudonym pseudonym(
      String patient, String examination, @Nullable String name, @Nullable LocalDate date) {
    return new Pseudonym(hash(patient), hash(examination), 1961, "female", name, date);
  }

  public static Pseudonym nobody() {
    return new Pseudonym(null, null, null, null, null, null);
  }

  public EventEnvelope register(
      String center, MediaKind kind, long mediumId, Pseudonym pseudonym, long sequence) {
    UUID job = UUID.nameUUIDFromBytes((center + mediumId).getBytes(StandardCharsets.UTF_8));
    EventEnvelope envelope =
        Envelopes.of(
            new MediumRegistered(
                job, new CenterKey(center), kind, mediumId, hash("artifact" + mediumId), pseudonym),
            sequence,
            null);
    send(envelope);
    return envelope;
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
}
