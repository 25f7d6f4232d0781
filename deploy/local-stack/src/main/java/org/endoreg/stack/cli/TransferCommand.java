package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.suite.SuiteFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Shows transfers, those a site sends or those that came in at a hub, and whether both agree; calls
 * one off.
 */
@Command(
    name = "transfer",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND [--data DIR]",
    description =
        "Transfers of the running suite: at a site what it sends, at a central hub what came in.")
final class TransferCommand {
  private static final String OUTBOUND = "/api/transfer/outbound";
  private static final String RECONCILIATION = OUTBOUND + "/reconciliation";
  private static final int DIFFERENT = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the newest transfers, at most 200.")
  int list(
      @Mixin DataChoice data,
      @Mixin Answer answer,
      @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state.")
          @Nullable String state)
      throws IOException {
    JsonNode rows = rows(data.suite());
    ArrayNode chosen = new ObjectMapper().createArrayNode();
    for (JsonNode row : rows) {
      if (state == null || state.equals(TransferTable.state(row))) {
        chosen.add(row);
      }
    }
    answer.show(out(), chosen, TransferTable::list);
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one transfer by its key or id, among the newest 200.")
  int show(
      @Mixin DataChoice data,
      @Mixin Answer answer,
      @Parameters(paramLabel = "KEY", description = "Transfer key or id.") String key)
      throws IOException {
    answer.show(out(), named(rows(data.suite()), key), TransferTable::show);
    return 0;
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = {
        "At a site: calls off a transfer that its hub has not applied, by its key or id, among the"
            + " newest 200. Once more changes nothing.",
        "",
        "What is on its way stops within seconds. The artifact stays here. What the hub has applied"
            + " is taken back there; transfer reconcile tells of one that was applied meanwhile."
      })
  int cancel(
      @Mixin DataChoice data,
      @Mixin Answer answer,
      @Parameters(paramLabel = "KEY", description = "Transfer key or id.") String key)
      throws IOException {
    HubClient site = data.suite();
    String id = named(site.ask(OUTBOUND), key).path("id").asText();
    JsonNode cancelled = site.post(OUTBOUND + "/" + id + "/cancellation", Map.of());
    answer.show(
        out(),
        cancelled,
        (out, row) -> out.println("✔ cancelled " + row.path("transfer_key").asText()));
    return 0;
  }

  private static JsonNode named(JsonNode rows, String key) {
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(
            row ->
                row.path("transfer_key").asText().equals(key)
                    || row.path("id").asText().equals(key))
        .findFirst()
        .orElseThrow(() -> new SuiteFailure("no such transfer among the newest 200"));
  }

  @Command(
      name = "reconcile",
      mixinStandardHelpOptions = true,
      description = {
        "At a site: compares all its transfers with what its hub knows and prints the differences."
            + " Changes nothing.",
        "",
        "Exit code 0: both agree. 3: they differ. 1: they could not be compared."
      })
  int reconcile(@Mixin DataChoice data, @Mixin Answer answer) throws IOException {
    ObjectNode all = compared(data.suite());
    answer.show(out(), all, TransferTable::differences);
    return all.path("differences").isEmpty() ? 0 : DIFFERENT;
  }

  /** All pages as one answer. */
  private static ObjectNode compared(HubClient site) {
    ObjectNode all = new ObjectMapper().createObjectNode();
    ArrayNode differences = all.putArray("differences");
    long compared = 0;
    long agreeing = 0;
    Optional<String> after = Optional.empty();
    do {
      JsonNode page = site.ask(RECONCILIATION + after.map(TransferCommand::following).orElse(""));
      all.set("node_key", page.path("node_key"));
      all.set("target_node_key", page.path("target_node_key"));
      compared += page.path("compared").asLong();
      agreeing += page.path("agreeing").asLong();
      page.path("differences").forEach(differences::add);
      after = page.hasNonNull("next") ? Optional.of(page.path("next").asText()) : Optional.empty();
    } while (after.isPresent());
    return all.put("compared", compared).put("agreeing", agreeing);
  }

  private static String following(String key) {
    return "?after=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
  }

  /** What a site sends, or what came in at a hub. */
  private static JsonNode rows(HubClient suite) {
    String role = suite.read("/api/info").path("deployment_role").asText();
    return suite.ask(
        role.equals(DeploymentRole.CENTRAL_HUB.wireName()) ? "/api/transfer/incoming" : OUTBOUND);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
