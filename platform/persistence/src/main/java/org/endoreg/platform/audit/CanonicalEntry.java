package org.endoreg.platform.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.events.Envelopes;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * An entry as the text that is hashed: canonical JSON (RFC 8785), so that every language and
 * version computes the same bytes.
 */
final class CanonicalEntry {
  static final short HASH_VERSION = 1;
  static final String GENESIS = "0".repeat(64);
  private static final ObjectMapper JSON = new ObjectMapper();

  private CanonicalEntry() {}

  static String of(
      String store, Optional<Caller> caller, UUID correlationId, AuditEvent event, Instant now) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("id", Envelopes.newId().toString());
    entry.put("ts", now.truncatedTo(ChronoUnit.MICROS).toString());
    entry.put("store", store);
    entry.put("actor_type", caller.map(Caller::kind).orElse(Caller.Kind.SYSTEM).name());
    entry.put("actor_id", caller.map(Caller::subject).orElse(store));
    entry.put("action", event.action().code());
    entry.put("object_type", event.objectType());
    entry.put("object_id", event.objectId());
    entry.put("center_key", Optional.ofNullable(event.center()).map(CenterKey::value).orElse(null));
    entry.put("correlation_id", correlationId.toString());
    entry.set("data", JSON.valueToTree(event.data()));
    return canonical(entry);
  }

  /** The link of an entry: it covers the entry, its place and the link before. */
  static String hash(long seq, String prevHash, String entry) {
    ObjectNode link = JSON.createObjectNode();
    // a number beyond 2^53 has no canonical form, so places are text
    link.put("seq", Long.toString(seq));
    link.put("prev", prevHash);
    link.put("entry", entry);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(canonical(link).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static JsonNode read(String entry) {
    try {
      return JSON.readTree(entry);
    } catch (IOException writtenHere) {
      throw new UncheckedIOException(writtenHere);
    }
  }

  private static String canonical(ObjectNode node) {
    try {
      return new JsonCanonicalizer(node.toString()).getEncodedString();
    } catch (IOException everyNodeHasIt) {
      throw new UncheckedIOException(everyNodeHasIt);
    }
  }
}
