package org.endoreg.platform.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.EventType;
import org.endoreg.platform.json.HubJson;

/** Writes and reads envelopes. Thread-safe. */
public final class EventCodec {
  private static final String PAYLOAD = "payload";

  private final ObjectMapper json = HubJson.forEvents();

  /** The envelope as JSON in UTF-8, as it travels on a topic. */
  public byte[] encode(EventEnvelope envelope) {
    return encodeAsText(envelope).getBytes(StandardCharsets.UTF_8);
  }

  /** The envelope as JSON text, as the outbox keeps it. */
  public String encodeAsText(EventEnvelope envelope) {
    try {
      return json.writeValueAsString(envelope);
    } catch (JsonProcessingException everyEventHasJson) {
      throw new IllegalStateException(everyEventHasJson);
    }
  }

  /**
   * Reads an envelope; empty when its type or version is newer than this code, so that an upgrade
   * of one service does not stop the others.
   *
   * @throws MalformedEvent when the record is not an envelope, lacks a member every envelope of
   *     this version has, or contradicts itself
   */
  public Optional<EventEnvelope> decode(byte[] record) throws MalformedEvent {
    try {
      JsonNode tree = json.readTree(record);
      if (tree.required("schema_version").asInt() > EventEnvelope.SCHEMA_VERSION) {
        return Optional.empty();
      }
      Optional<EventType> type = EventType.named(tree.required("type").asText());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(read((ObjectNode) tree, type.orElseThrow()));
    } catch (IOException | RuntimeException unreadable) {
      throw new MalformedEvent();
    }
  }

  private EventEnvelope read(ObjectNode tree, EventType type) throws JsonProcessingException {
    JsonNode payload = tree.remove(PAYLOAD);
    Header header = json.treeToValue(tree, Header.class);
    EventEnvelope envelope = header.with(json.treeToValue(payload, type.payload()));
    RequiredMembers.check(envelope);
    if (!envelope.aggregateId().equals(envelope.payload().aggregateId())
        || !envelope.centerKey().equals(envelope.payload().centerKey())) {
      throw new IllegalArgumentException("envelope and payload name different things");
    }
    return envelope;
  }
}
