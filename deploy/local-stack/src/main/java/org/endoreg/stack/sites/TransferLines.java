package org.endoreg.stack.sites;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/** Prints a line whenever an outgoing transfer gets visibly further. */
final class TransferLines {
  private final PrintWriter out;
  private String shown = "";

  TransferLines(PrintWriter out) {
    this.out = out;
  }

  void show(JsonNode transfer) {
    String line = line(transfer);
    if (!line.equals(shown)) {
      shown = line;
      out.println(line);
      out.flush();
    }
  }

  /** True when nothing more happens by itself. */
  static boolean isEnded(JsonNode transfer) {
    String status = transfer.path("local_status").asText();
    return List.of("completed", "failed", "cancelled").contains(status);
  }

  private static String line(JsonNode transfer) {
    String state = "  → site  transfer " + transfer.path("local_status").asText();
    return transfer.hasNonNull("size_bytes")
        ? state
            + "  %d/%d bytes"
                .formatted(
                    transfer.path("sent_bytes").asLong(), transfer.path("size_bytes").asLong())
        : state;
  }
}
