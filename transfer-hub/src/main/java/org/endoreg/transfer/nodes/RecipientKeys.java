package org.endoreg.transfer.nodes;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.platform.access.OwnerlessRows;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.startup.StartupRefused;
import org.endoreg.transfer.envelope.HubKeys;
import org.endoreg.transfer.envelope.OpeningKey;
import org.endoreg.transfer.envelope.RecipientKey;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The X25519 keys sites seal for: one is active, earlier ones open what is still on its way until
 * they are revoked. The private halves are wrapped in the key folder.
 */
@ApplicationScoped
public class RecipientKeys implements HubKeys {
  private final Jdbi jdbi;
  private final Keyring keyring;
  private final AuditChain audit;
  private final Map<Integer, OpeningKey> opening = new ConcurrentHashMap<>();

  RecipientKeys(Jdbi jdbi, Keyring keyring, AuditChain audit) {
    this.jdbi = jdbi;
    this.keyring = keyring;
    this.audit = audit;
  }

  /**
   * A hub whose private keys are gone or are not the ones sites seal for would only find out with
   * the first envelope.
   */
  void requireKeys(@Observes StartupEvent started, Deployment deployment, HubSettings settings) {
    if (deployment.role() == DeploymentRole.CENTRAL_HUB && settings.transfer().enabled()) {
      jdbi.useHandle(this::requireKeys);
    }
  }

  private void requireKeys(Handle handle) {
    handle
        .createQuery("SELECT number, key_id FROM recipient_key WHERE state <> 'revoked'")
        .map((row, context) -> Map.entry(row.getInt("number"), row.getString("key_id")))
        .forEach(key -> requireKey(key.getKey(), key.getValue()));
  }

  private void requireKey(int number, String keyId) {
    if (!RecipientKey.ofPrivate(privateHalf(number)).id().equals(keyId)) {
      throw new StartupRefused(
          "endoreg.keys-dir", "recipient key " + number + " is not the one sites seal for");
    }
  }

  /** A key and what may be done with it. */
  public record ListedKey(
      String keyId, String publicKey, String state, Instant createdAt, Instant changedAt) {}

  /** All keys, the newest first. */
  @OwnerlessRows("keys are the hub's own")
  public List<ListedKey> list() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT key_id, public_key, state, created_at, changed_at FROM recipient_key"
                        + " ORDER BY number DESC LIMIT 100")
                .map(
                    (row, context) ->
                        new ListedKey(
                            row.getString("key_id"),
                            row.getString("public_key"),
                            row.getString("state"),
                            row.getObject("created_at", OffsetDateTime.class).toInstant(),
                            row.getObject("changed_at", OffsetDateTime.class).toInstant()))
                .list());
  }

  /** The key to seal for; made when there is none yet. */
  @OwnerlessRows("keys are the hub's own")
  public RecipientKey active() {
    return jdbi.inTransaction(
        transaction -> {
          lock(transaction);
          return activeIn(transaction).orElseGet(() -> create(transaction));
        });
  }

  /** Makes a new key the active one; the former keeps opening. */
  @OwnerlessRows("keys are the hub's own")
  public RecipientKey rotate() {
    return jdbi.inTransaction(
        transaction -> {
          lock(transaction);
          transaction.execute(
              "UPDATE recipient_key SET state = 'retiring', changed_at = now()"
                  + " WHERE state = 'active'");
          return create(transaction);
        });
  }

  /** Revokes a key: nothing sealed for it opens any more. False when there is none to revoke. */
  @OwnerlessRows("keys are the hub's own")
  public boolean revoke(String keyId) {
    return jdbi.inTransaction(
        transaction -> {
          int revoked =
              transaction
                  .createUpdate(
                      "UPDATE recipient_key SET state = 'revoked', changed_at = now()"
                          + " WHERE key_id = :id AND state <> 'revoked'")
                  .bind("id", keyId)
                  .execute();
          if (revoked == 1) {
            tell(transaction, keyId, "revoked");
          }
          return revoked == 1;
        });
  }

  @Override
  @OwnerlessRows("keys are the hub's own")
  public Optional<OpeningKey> opening(String keyId) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT number FROM recipient_key WHERE key_id = :id"
                            + " AND state <> 'revoked'")
                    .bind("id", keyId)
                    .mapTo(Integer.class)
                    .findOne())
        .map(number -> opening.computeIfAbsent(number, made -> OpeningKey.of(privateHalf(made))));
  }

  private byte[] privateHalf(int number) {
    return keyring.secret("transfer-recipient-" + number);
  }

  private static void lock(Handle transaction) {
    transaction.execute("LOCK TABLE recipient_key IN SHARE ROW EXCLUSIVE MODE");
  }

  private static Optional<RecipientKey> activeIn(Handle transaction) {
    return transaction
        .createQuery("SELECT public_key FROM recipient_key WHERE state = 'active'")
        .mapTo(String.class)
        .findOne()
        .map(RecipientKey::of);
  }

  private RecipientKey create(Handle transaction) {
    int number =
        transaction
            .createQuery("SELECT nextval(pg_get_serial_sequence('recipient_key', 'number'))")
            .mapTo(Integer.class)
            .one();
    RecipientKey key = RecipientKey.ofPrivate(privateHalf(number));
    transaction
        .createUpdate(
            """
            INSERT INTO recipient_key (number, key_id, public_key, state)
            OVERRIDING SYSTEM VALUE VALUES (:number, :id, :key, 'active')
            """)
        .bind("number", number)
        .bind("id", key.id())
        .bind("key", key.publicKey().text())
        .execute();
    tell(transaction, key.id(), "active");
    return key;
  }

  private void tell(Handle transaction, String keyId, String state) {
    audit.append(
        transaction,
        new AuditEvent(
            AuditAction.RECIPIENT_KEY_CHANGED,
            null,
            "recipient_key",
            keyId,
            Map.of("state", state)));
  }
}
