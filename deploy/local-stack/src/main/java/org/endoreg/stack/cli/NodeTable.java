package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Nodes and keys as people read them; what ends within thirty days is marked. */
final class NodeTable {
  private static final Duration SOON = Duration.ofDays(30);
  private static final String ROW = "%-24s %-12s %-14s %-8s %s%n";

  private NodeTable() {}

  static void list(PrintWriter out, JsonNode nodes, Instant now) {
    out.printf(ROW, "node", "role", "center", "active", "certificate ends");
    for (JsonNode node : nodes) {
      out.printf(
          ROW,
          node.path("node_key").asText(),
          node.path("role").asText(),
          node.path("owning_center_key").asText("–"),
          node.path("is_active").asBoolean() ? "yes" : "no",
          certificates(node, now));
    }
  }

  static void show(PrintWriter out, JsonNode node, Instant now) {
    out.printf(
        "%s  %s, %s of center %s, %s%n",
        node.path("node_key").asText(),
        node.path("display_name").asText(),
        node.path("role").asText(),
        node.path("owning_center_key").asText("–"),
        node.path("is_active").asBoolean() ? "active" : "not active");
    for (JsonNode certificate : node.path("certificates")) {
      out.printf(
          "  certificate %s  %s%n",
          certificate.path("fingerprint").asText(), state(certificate, now));
    }
    for (JsonNode secret : node.path("secrets")) {
      out.printf(
          "  secret %d, set %s, %s%n",
          secret.path("slot").asInt(),
          secret.path("set_at").asText(),
          secret.hasNonNull("not_after") ? end(time(secret, "not_after"), now) : "works");
    }
  }

  static void secret(PrintWriter out, JsonNode node, @Nullable Path file) {
    out.printf("✔ node %s%n", node.path("node_key").asText());
    if (file != null) {
      out.printf("  secret in %s; it is kept nowhere else%n", file);
    } else {
      out.printf(
          "  secret: %s%n  It is told this once and kept nowhere.%n", node.path("secret").asText());
    }
  }

  static void keys(PrintWriter out, JsonNode keys) {
    for (JsonNode key : keys) {
      out.printf(
          "%-9s %s  since %s%n",
          key.path("state").asText(), key.path("key_id").asText(), key.path("changed_at").asText());
    }
  }

  /** The end of the certificate that lasts longest; the others only overlap with it. */
  private static String certificates(JsonNode node, Instant now) {
    Optional<JsonNode> last =
        StreamSupport.stream(node.path("certificates").spliterator(), false)
            .filter(certificate -> !certificate.hasNonNull("revoked_at"))
            .max(Comparator.comparing(certificate -> certificate.path("not_after").asText()));
    return last.map(certificate -> state(certificate, now)).orElse("! none");
  }

  private static String state(JsonNode certificate, Instant now) {
    if (certificate.hasNonNull("revoked_at")) {
      return "revoked " + certificate.path("revoked_at").asText();
    }
    return certificate.hasNonNull("not_after")
        ? end(time(certificate, "not_after"), now)
        : "end not known";
  }

  private static String end(Instant end, Instant now) {
    Duration left = Duration.between(now, end);
    if (left.isNegative()) {
      return "! ended " + end;
    }
    return (left.compareTo(SOON) < 0 ? "! " : "")
        + "ends in "
        + (left.toDays() > 0 ? left.toDays() + " days" : left.toHours() + " hours");
  }

  private static Instant time(JsonNode row, String name) {
    return Instant.parse(row.path(name).asText());
  }
}
