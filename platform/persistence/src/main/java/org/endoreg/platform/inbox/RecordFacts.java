package org.endoreg.platform.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a record that was set aside. A record may be anything, so a member counts
 * only when it has the form of an id, of a type this code knows or of a center key; other text of
 * it is never kept.
 */
record RecordFacts(
    @Nullable UUID eventId,
    @Nullable String type,
    @Nullable UUID aggregateId,
    @Nullable String centerKey) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RecordFacts NONE = new RecordFacts(null, null, null, null);

  static RecordFacts of(byte @Nullable [] record) {
    if (record == null) {
      return NONE;
    }
    try {
      JsonNode tree = JSON.readTree(record);
      return new RecordFacts(
          id(tree, "event_id").orElse(null),
          text(tree, "type").flatMap(EventType::named).map(EventType::wireName).orElse(null),
          id(tree, "aggregate_id").orElse(null),
          text(tree, "center_key").filter(CenterKey::accepts).orElse(null));
    } catch (IOException noJson) {
      return NONE;
    }
  }

  private static Optional<UUID> id(JsonNode tree, String member) {
    try {
      return text(tree, member).map(UUID::fromString);
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode tree, String member) {
    return Optional.ofNullable(tree.get(member)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }
}
