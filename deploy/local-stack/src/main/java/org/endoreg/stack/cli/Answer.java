package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.BiConsumer;
import picocli.CommandLine.Option;

/** How an answer of the suite is shown: as people read it, or as the suite gave it. */
final class Answer {
  @Option(names = "--json", description = "Print the suite's answer as JSON.")
  private boolean json;

  void show(PrintWriter out, JsonNode answer, BiConsumer<PrintWriter, JsonNode> forPeople) {
    if (json) {
      out.println(answer);
    } else {
      forPeople.accept(out, answer);
    }
    out.flush();
  }
}
