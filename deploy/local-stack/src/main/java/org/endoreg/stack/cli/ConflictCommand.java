package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import org.endoreg.stack.client.HubClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows registrations that contradict each other at a hub, and decides about them. */
@Command(
    name = "conflict",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND [--data DIR]",
    description =
        "Registrations that contradict each other at the running central hub, and what a person"
            + " decides about them.")
final class ConflictCommand {
  private static final String CONFLICTS = "/api/transfer/conflicts";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists conflicts that wait for a decision, oldest first.")
  int list(
      @Mixin DataChoice data,
      @Mixin Answer answer,
      @Option(names = "--decided", description = "Those that were decided instead.")
          boolean decided)
      throws IOException {
    answer.show(out(), all(data.suite(), decided ? "decided" : "open"), ConflictTable::list);
    return 0;
  }

  @Command(
      name = "decide",
      mixinStandardHelpOptions = true,
      description = {
        "Decides one conflict, once; it is audited with its reason.",
        "",
        "keep_existing: what the hub has stays, the other registration stays refused.",
        "supersede: the other node takes the resource over and may send it.",
        "accept_as_separate: the other node may send it, for a record of its own."
      })
  int decide(
      @Mixin DataChoice data,
      @Mixin Answer answer,
      @Parameters(paramLabel = "ID", description = "Number of the conflict.") long id,
      @Parameters(paramLabel = "DECISION", description = "One of those above that the list offers.")
          String decision,
      @Option(names = "--reason", required = true, description = "Why, for the audit.")
          String reason)
      throws IOException {
    JsonNode decided =
        data.suite()
            .post(
                CONFLICTS + "/" + id + "/decision", Map.of("decision", decision, "reason", reason));
    answer.show(out(), decided, ConflictTable::decided);
    return 0;
  }

  /** All pages as one list. */
  private static ArrayNode all(HubClient hub, String state) {
    ArrayNode all = new ObjectMapper().createArrayNode();
    JsonNode page = hub.ask(CONFLICTS + "?state=" + state);
    page.path("results").forEach(all::add);
    while (page.hasNonNull("next")) {
      page = hub.ask(CONFLICTS + "?state=" + state + "&after=" + page.path("next").asLong());
      page.path("results").forEach(all::add);
    }
    return all;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
