package org.endoreg.stack.sites;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.suite.SuiteFolder;

/**
 * What a site needs to send to a hub: its key among the nodes, its secret, its certificate, and the
 * hub's public keys. Made with the hub's own API the first time, then kept in the site's folder.
 */
record SitePapers(SuiteFolder site, Authority authority) {
  private static final String KEY_FILE = "node-key";
  private static final String SECRET_FILE = "secret";
  private static final String STORE_PASSWORD = "changeit";

  /** True once the hub has registered the site. */
  boolean exist() {
    return Files.exists(file(KEY_FILE));
  }

  /** Registers the site as a node of this center and binds a certificate to it. */
  void provision(HubClient hub, String name, String center) throws IOException {
    Files.createDirectories(site.transferPapers());
    JsonNode node =
        hub.post(
            "/api/transfer/nodes",
            Map.of("display_name", name, "role", "site_node", "owning_center_key", center));
    String key = node.path("node_key").asText();
    String certificate = Files.readString(authority.client(key));
    hub.post("/api/transfer/nodes/" + key + "/certificates", Map.of("certificate", certificate));
    SuiteFolder.writePrivately(file(SECRET_FILE), node.path("secret").asText());
    SuiteFolder.writePrivately(file("store-password"), STORE_PASSWORD);
    // last: with this file the papers are complete
    SuiteFolder.writePrivately(file(KEY_FILE), key);
  }

  String nodeKey() throws IOException {
    return Files.readString(file(KEY_FILE));
  }

  /**
   * The settings of the site's transfer hub; the hub's keys are read anew, they may have changed.
   */
  Map<String, String> settings(HubClient hub, String hubAddress, String center) throws IOException {
    JsonNode identity = hub.read("/api/transfer/identity");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("ENDOREG_TRANSFER_NODE_KEY", nodeKey());
    String sender = "ENDOREG_TRANSFER_SENDER_";
    settings.put(sender + "ENABLED", "true");
    settings.put(sender + "HUB_URL", hubAddress);
    settings.put(sender + "CENTER", center);
    settings.put(sender + "TARGET_NODE_KEY", identity.path("node_key").asText());
    settings.put(sender + "SECRET_FILE", file(SECRET_FILE).toString());
    settings.put(sender + "KEY_STORE", authority.clientStore(nodeKey()).toString());
    settings.put(sender + "KEY_STORE_PASSWORD_FILE", file("store-password").toString());
    settings.put(sender + "TRUST_FILE", authority.certificate().toString());
    settings.put(sender + "RECIPIENT_KEY", identity.path("recipient_key").asText());
    settings.put(sender + "RECEIPT_KEY", identity.path("receipt_key").asText());
    return settings;
  }

  private Path file(String name) {
    return site.transferPapers().resolve(name);
  }
}
