package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/**
 * A node of a center that the hub knows, with a certificate bound to it, as a test calls the hub by
 * a door.
 */
record RegisteredNode(String key, String center, SendingNode calls) {

  /** What the hub tells once of a node it has registered. */
  record Secret(String key, String text) {}

  static RegisteredNode at(TransferDoor door, RunningHub hub, String center) throws IOException {
    Secret secret = registeredAlone(hub, center);
    SendingNode calls = SendingNode.at(door, door.client(secret.key()));
    assertThat(
            administrator(hub)
                .post(
                    "/api/transfer/nodes/" + secret.key() + "/certificates",
                    "{\"certificate\": \"" + door.fingerprint(secret.key()) + "\"}")
                .statusCode())
        .isBetween(200, 204);
    return new RegisteredNode(secret.key(), center, calls.as(secret.key(), secret.text()));
  }

  /** Without a certificate. */
  static Secret registeredAlone(RunningHub hub, String center) {
    JsonNode node =
        Calls.json(
            administrator(hub)
                .post(
                    "/api/transfer/nodes",
                    "{\"display_name\": \"A site of %s\", \"role\": \"site_node\", \"owning_center_key\": \"%s\"}"
                        .formatted(center, center)));
    return new Secret(node.path("node_key").asText(), node.path("secret").asText());
  }

  private static Calls administrator(RunningHub hub) {
    return hub.as(List.of("node:admin"), "north", "south");
  }

  /** What it would register of this resource. */
  ObjectNode report(String resource) {
    return ReportRegistration.of(key, center, resource, ReportRegistration.freshDigest());
  }
}
