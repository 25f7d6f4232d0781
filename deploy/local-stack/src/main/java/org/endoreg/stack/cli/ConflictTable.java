package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Conflicts as people read them: whose word stands against whose, and what can be decided. */
final class ConflictTable {
  private ConflictTable() {}

  static void list(PrintWriter out, JsonNode conflicts) {
    if (conflicts.isEmpty()) {
      out.println("No conflict.");
    }
    conflicts.forEach(conflict -> show(out, conflict));
  }

  static void decided(PrintWriter out, JsonNode conflict) {
    out.printf("✔ conflict %d: %s%n", conflict.path("id").asLong(), decision(conflict));
  }

  private static void show(PrintWriter out, JsonNode conflict) {
    out.printf(
        "%-6d %s, %s %s of center %s, came %d×%n",
        conflict.path("id").asLong(),
        conflict.path("kind").asText(),
        conflict.path("resource_kind").asText(),
        conflict.path("resource_hash").asText(),
        conflict.path("center_key").asText(),
        conflict.path("times").asInt());
    side(out, "has", conflict.path("existing"));
    side(out, "came", conflict.path("other"));
    out.printf("       differs: %s%n", list(conflict.path("differing_fields")));
    out.printf(
        "       %s%n",
        conflict.hasNonNull("decision")
            ? decision(conflict)
            : "decide: " + list(conflict.path("allowed_decisions")));
  }

  private static void side(PrintWriter out, String what, JsonNode side) {
    if (side.isObject()) {
      out.printf(
          "       %-5s %s, node %s, %s%n",
          what,
          side.path("status").asText(),
          side.path("node_key").asText(),
          side.path("registered_at").asText());
    }
  }

  private static String decision(JsonNode conflict) {
    return "%s by %s: %s"
        .formatted(
            conflict.path("decision").asText(),
            conflict.path("decided_by").asText(),
            conflict.path("reason").asText());
  }

  private static String list(JsonNode names) {
    String all =
        StreamSupport.stream(names.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "–" : all;
  }
}
