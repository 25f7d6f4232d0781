package org.endoreg.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Provisions, shows, rotates and revokes the nodes that may send to this hub, and its keys. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND [--data DIR]",
    description = {
      "Nodes that may send to the running central hub, their certificates and secrets, and the keys"
          + " of the hub that sites seal for.",
      "",
      "A secret is told once, when it is made, and kept nowhere; --secret-file writes it to a file"
          + " only you can read instead of the screen."
    })
final class NodeCommand {
  private static final String NODES = "/api/transfer/nodes";
  private static final String KEYS = "/api/transfer/keys";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Registers a node and tells its key and secret.")
  int add(
      @Mixin DataChoice data,
      @Mixin Answer answer,
      @Parameters(paramLabel = "NAME", description = "What people call it.") String name,
      @Option(
              names = "--center",
              paramLabel = "KEY",
              required = true,
              description = "The center it sends for.")
          String center,
      @Option(
              names = "--node-role",
              paramLabel = "ROLE",
              defaultValue = "site_node",
              description =
                  "site_node, central_hub, standalone or storage_node; only a site_node may send"
                      + " (default: ${DEFAULT-VALUE}).")
          String role,
      @Option(names = "--base-url", paramLabel = "URL", description = "Its https address.")
          @Nullable String baseUrl,
      @Option(
              names = "--certificate",
              paramLabel = "PEM",
              description = "Client certificate to bind to it at once.")
          @Nullable Path certificate,
      @Option(
              names = "--secret-file",
              paramLabel = "FILE",
              description = "Write the secret here instead of printing it.")
          @Nullable Path secretFile)
      throws IOException {
    HubClient hub = data.suite();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("display_name", name);
    body.put("role", role);
    body.put("owning_center_key", center);
    if (baseUrl != null) {
      body.put("base_url", baseUrl);
    }
    JsonNode made = hub.post(NODES, body);
    tellSecret(answer, made, secretFile);
    if (certificate != null) {
      bind(hub, made.path("node_key").asText(), certificate.toString());
    }
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the nodes of your centers with the next end of a certificate.")
  int list(@Mixin DataChoice data, @Mixin Answer answer) throws IOException {
    JsonNode nodes = data.suite().ask(NODES);
    answer.show(out(), nodes, (out, all) -> NodeTable.list(out, all, Instant.now()));
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one node: its certificates, and until when its secrets work.")
  int show(@Mixin DataChoice data, @Mixin Answer answer, @Mixin NodeChoice node)
      throws IOException {
    JsonNode shown = data.suite().ask(node.path());
    answer.show(out(), shown, (out, one) -> NodeTable.show(out, one, Instant.now()));
    return 0;
  }

  @Command(
      name = "rotate-secret",
      mixinStandardHelpOptions = true,
      description = {
        "Gives a node a new secret and tells it.",
        "",
        "The former one ends at once, or after --keep-old; one that was just used may work for a"
            + " minute more."
      })
  int rotateSecret(
      @Mixin DataChoice data,
      @Mixin Answer answer,
      @Mixin NodeChoice node,
      @Option(
              names = "--keep-old",
              paramLabel = "HOURS",
              defaultValue = "0",
              description = "How long the former secret still works (default: ${DEFAULT-VALUE}).")
          int hours,
      @Option(
              names = "--secret-file",
              paramLabel = "FILE",
              description = "Write the secret here instead of printing it.")
          @Nullable Path secretFile)
      throws IOException {
    Map<String, Object> body =
        hours == 0
            ? Map.of()
            : Map.of(
                "old_ends",
                Instant.now().plus(Duration.ofHours(hours)).atOffset(ZoneOffset.UTC).toString());
    tellSecret(answer, data.suite().post(node.path() + "/secret", body), secretFile);
    return 0;
  }

  @Command(
      name = "bind-certificate",
      mixinStandardHelpOptions = true,
      description = {
        "Binds a client certificate to a node, beside those it has.",
        "",
        "Give the PEM file, then its end is known; or its SHA-256 (deploy/pki/pki.sh fingerprint)."
      })
  int bindCertificate(
      @Mixin DataChoice data,
      @Mixin Answer answer,
      @Mixin NodeChoice node,
      @Parameters(index = "1", paramLabel = "CERTIFICATE", description = "PEM file or SHA-256.")
          String certificate)
      throws IOException {
    JsonNode bound = bind(data.suite(), node.key, certificate);
    answer.show(
        out(), bound, (out, it) -> out.println("✔ bound " + it.path("fingerprint").asText()));
    return 0;
  }

  @Command(
      name = "revoke-certificate",
      mixinStandardHelpOptions = true,
      description = "Revokes a certificate of a node; counts from its next request on.")
  int revokeCertificate(
      @Mixin DataChoice data,
      @Mixin NodeChoice node,
      @Parameters(index = "1", paramLabel = "SHA256", description = "See endoreg node show.")
          String fingerprint)
      throws IOException {
    data.suite()
        .post(node.path() + "/certificates/" + plain(fingerprint) + "/revocation", Map.of());
    out().println("✔ revoked " + fingerprint);
    return 0;
  }

  @Command(
      name = "activate",
      mixinStandardHelpOptions = true,
      description = "Lets a node take part again.")
  int activate(@Mixin DataChoice data, @Mixin NodeChoice node) throws IOException {
    return setActive(data.suite(), node, true);
  }

  @Command(
      name = "deactivate",
      mixinStandardHelpOptions = true,
      description = "Lets a node in no more, from its next request on. Nothing of it is removed.")
  int deactivate(@Mixin DataChoice data, @Mixin NodeChoice node) throws IOException {
    return setActive(data.suite(), node, false);
  }

  @Command(
      name = "keys",
      mixinStandardHelpOptions = true,
      description = "Lists the keys of this hub that sites seal for.")
  int keys(@Mixin DataChoice data, @Mixin Answer answer) throws IOException {
    answer.show(out(), data.suite().ask(KEYS), NodeTable::keys);
    return 0;
  }

  @Command(
      name = "add-key",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a new key the one to seal for. The former still opens what is on its way; revoke it"
            + " when every site has the new one (endoreg.transfer.sender.recipient-key)."
      })
  int addKey(@Mixin DataChoice data, @Mixin Answer answer) throws IOException {
    JsonNode made = data.suite().post(KEYS, Map.of());
    answer.show(
        out(),
        made,
        (out, key) ->
            out.printf(
                "✔ key %s%n  public key: %s%n",
                key.path("key_id").asText(), key.path("public_key").asText()));
    return 0;
  }

  @Command(
      name = "revoke-key",
      mixinStandardHelpOptions = true,
      description = "Revokes a key of this hub: nothing sealed for it opens any more.")
  int revokeKey(
      @Mixin DataChoice data,
      @Parameters(paramLabel = "KEY-ID", description = "See endoreg node keys.") String keyId)
      throws IOException {
    data.suite().post(KEYS + "/" + plain(keyId) + "/revocation", Map.of());
    out().println("✔ revoked " + keyId);
    return 0;
  }

  private int setActive(HubClient hub, NodeChoice node, boolean active) {
    hub.post(node.path() + "/activity", Map.of("active", active));
    out().println("✔ " + node.key + (active ? " takes part" : " takes part no more"));
    return 0;
  }

  private static JsonNode bind(HubClient hub, String key, String certificate) throws IOException {
    Path file = Path.of(certificate);
    String text = Files.isRegularFile(file) ? Files.readString(file) : certificate;
    return hub.post(NODES + "/" + plain(key) + "/certificates", Map.of("certificate", text));
  }

  private void tellSecret(Answer answer, JsonNode made, @Nullable Path secretFile)
      throws IOException {
    if (secretFile != null) {
      SuiteFolder.writePrivately(secretFile, made.path("secret").asText());
      ((ObjectNode) made).remove("secret");
    }
    answer.show(out(), made, (out, node) -> NodeTable.secret(out, node, secretFile));
  }

  /** Keys and fingerprints become part of a path; nothing that would lead elsewhere does. */
  static String plain(String key) {
    if (!key.matches("[A-Za-z0-9_-]{1,253}")) {
      throw new SuiteFailure("'" + key + "' is no key");
    }
    return key;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Which node is meant. */
  static final class NodeChoice {
    @Parameters(index = "0", paramLabel = "KEY", description = "Key of the node.")
    String key = "";

    String path() {
      return NODES + "/" + plain(key);
    }
  }
}
