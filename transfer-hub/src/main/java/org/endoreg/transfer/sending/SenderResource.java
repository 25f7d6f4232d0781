package org.endoreg.transfer.sending;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.Capability;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.transfer.envelope.RecipientKey;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What an operator of a site has to know about sending: to whom, with which certificate and for how
 * long that is valid, and how often each transfer was tried.
 */
@Path("/api/transfer/outbound/sender")
@Produces(MediaType.APPLICATION_JSON)
public class SenderResource {
  private static final int MOST = 200;

  private final Callers callers;
  private final SenderSettings settings;
  private final String nodeKey;
  private final Jdbi jdbi;

  SenderResource(Callers callers, SenderSettings settings, HubSettings hub, Jdbi jdbi) {
    this.callers = callers;
    this.settings = settings;
    this.nodeKey = hub.transfer().nodeKey();
    this.jdbi = jdbi;
  }

  /** Papers of this site, and attempts at the newest transfers of the caller's centers. */
  @GET
  @Needs(Capability.TRANSFER_READ)
  public Sender sender() {
    return new Sender(
        nodeKey,
        settings.targetNodeKey(),
        settings.hubUrl().map(URI::toString).orElse(null),
        settings.recipientKey().map(key -> RecipientKey.of(key).id()).orElse(null),
        certificate().orElse(null),
        attempts(callers.current().scope()));
  }

  /** What the hub knows this site by; one that cannot be read has no end to tell. */
  private Optional<Certificate> certificate() {
    if (settings.keyStore().isEmpty() || settings.keyStorePasswordFile().isEmpty()) {
      return Optional.empty();
    }
    try (InputStream file = Files.newInputStream(settings.keyStore().orElseThrow())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(
          file,
          Files.readString(settings.keyStorePasswordFile().orElseThrow()).strip().toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)
            && store.getCertificate(alias) instanceof X509Certificate certificate) {
          return Optional.of(Certificate.of(certificate));
        }
      }
      return Optional.empty();
    } catch (IOException | GeneralSecurityException unreadable) {
      return Optional.empty();
    }
  }

  private List<Attempts> attempts(CenterScope scope) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT transfer.id, transfer.marked_at, transfer.changed_at,
                        coalesce(work.attempts, 0) AS attempts,
                        CASE work.state WHEN 'waiting' THEN work.available_at END AS next_at
                    FROM outbound_transfer transfer
                    LEFT JOIN work_item work
                        ON work.queue = :queue AND work.natural_key = transfer.id::text
                    WHERE transfer.center_key = ANY(:centers)
                    ORDER BY transfer.marked_at DESC, transfer.id LIMIT :most
                    """)
                .bind("queue", SendWorker.QUEUE)
                .bind("centers", scope.keys())
                .bind("most", MOST)
                .map(
                    (row, context) ->
                        new Attempts(
                            row.getString("id"),
                            row.getInt("attempts"),
                            instant(row.getObject("next_at", OffsetDateTime.class)),
                            row.getObject("marked_at", OffsetDateTime.class).toInstant(),
                            row.getObject("changed_at", OffsetDateTime.class).toInstant()))
                .list());
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  /** To whom this site sends, and with what. */
  public record Sender(
      String nodeKey,
      String targetNodeKey,
      @Nullable String hubUrl,
      @Nullable String recipientKeyId,
      @Nullable Certificate certificate,
      List<Attempts> attempts) {}

  /** The client certificate of this site. */
  public record Certificate(String fingerprint, Instant notAfter) {
    static Certificate of(X509Certificate certificate) throws GeneralSecurityException {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new Certificate(
          HexFormat.of().formatHex(digest), certificate.getNotAfter().toInstant());
    }
  }

  /** How often a transfer was tried; {@code nextAt} while it waits for its next attempt. */
  public record Attempts(
      String id, int attempt, @Nullable Instant nextAt, Instant markedAt, Instant changedAt) {}
}
