package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Transfers as people read them, whichever side told of them. */
final class TransferTable {
  private static final String ROW = "%-8s %-15s %-15s %s%n";

  private TransferTable() {}

  /** The state on the side that was asked. */
  static String state(JsonNode transfer) {
    return transfer.path("local_status").asText(transfer.path("status").asText());
  }

  static void list(PrintWriter out, JsonNode transfers) {
    out.printf(ROW, "kind", "state", "bytes", "transfer key");
    for (JsonNode transfer : transfers) {
      out.printf(
          ROW,
          transfer.path("resource_kind").asText(),
          state(transfer),
          bytes(transfer),
          transfer.path("transfer_key").asText());
      problem(out, transfer);
    }
  }

  static void show(PrintWriter out, JsonNode transfer) {
    transfer
        .properties()
        .forEach(
            member -> out.printf("  %-22s %s%n", member.getKey(), member.getValue().asText("–")));
  }

  static void differences(PrintWriter out, JsonNode all) {
    for (JsonNode row : all.path("differences")) {
      out.printf(
          "  ✘ %-24s here %s, at the hub %s%n    %s%n",
          row.path("difference").asText(),
          row.path("local_status").asText("nothing"),
          row.path("hub_status").asText("nothing"),
          row.path("transfer_key").asText());
    }
    out.printf(
        "%s %d compared with %s, %d agree%n",
        all.path("differences").isEmpty() ? "✔" : "✘",
        all.path("compared").asLong(),
        all.path("target_node_key").asText(),
        all.path("agreeing").asLong());
  }

  private static String bytes(JsonNode transfer) {
    long done = transfer.path("sent_bytes").asLong(transfer.path("received_bytes").asLong());
    return transfer.hasNonNull("size_bytes")
        ? done + "/" + transfer.path("size_bytes").asLong()
        : "–";
  }

  private static void problem(PrintWriter out, JsonNode transfer) {
    String problem = transfer.path("last_error").asText(transfer.path("media_problem").asText(""));
    if (!problem.isEmpty() && !problem.equals("null")) {
      out.printf("  ! %s %s%n", transfer.path("failure_class").asText(""), problem);
    }
  }
}
