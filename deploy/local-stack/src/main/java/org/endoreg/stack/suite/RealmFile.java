package org.endoreg.stack.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The realm of one suite: the one in {@code deploy/keycloak} under this suite's name, with its
 * centers as groups, its addresses, its own secrets and one operator who may do everything.
 */
record RealmFile(
    Path template, String name, List<String> centers, List<String> origins, Secrets secrets) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HUB = "endoreg-hub";
  private static final String CLI = "endoreg-cli";

  /** What only this suite knows. */
  record Secrets(String hubClient, String cliClient, String operatorPassword) {}

  void write(Path file) throws IOException {
    ObjectNode realm = (ObjectNode) JSON.readTree(template.toFile());
    realm.put("realm", name);
    addCenters((ArrayNode) realm.at("/groups/0/subGroups"));
    for (JsonNode client : realm.path("clients")) {
      complete((ObjectNode) client);
    }
    ArrayNode users = (ArrayNode) realm.path("users");
    users.add(user("operator", roles(realm)).set("credentials", password()));
    users.add(user("service-account-" + CLI, roles(realm)).put("serviceAccountClientId", CLI));
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), realm);
  }

  private void addCenters(ArrayNode groups) {
    for (String center : centers) {
      groups.addObject().put("name", center);
    }
  }

  private void complete(ObjectNode client) {
    boolean hub = client.path("clientId").asText().equals(HUB);
    client.put("secret", hub ? secrets.hubClient() : secrets.cliClient());
    if (hub) {
      ArrayNode redirects = client.putArray("redirectUris");
      ArrayNode web = client.putArray("webOrigins");
      for (String origin : origins) {
        redirects.add(origin + "/*");
        web.add(origin);
      }
    }
  }

  private ObjectNode user(String name, List<String> roles) {
    // complete, or the first sign-in would ask the operator for the rest
    ObjectNode user =
        JSON.createObjectNode()
            .put("username", name)
            .put("enabled", true)
            .put("firstName", "Local")
            .put("lastName", name)
            .put("email", name + "@example.org")
            .put("emailVerified", true);
    ArrayNode realmRoles = user.putArray("realmRoles");
    roles.forEach(realmRoles::add);
    ArrayNode groups = user.putArray("groups");
    centers.forEach(center -> groups.add("/centers/" + center));
    return user;
  }

  private ArrayNode password() {
    ArrayNode credentials = JSON.createArrayNode();
    credentials
        .addObject()
        .put("type", "password")
        .put("value", secrets.operatorPassword())
        .put("temporary", false);
    return credentials;
  }

  private static List<String> roles(ObjectNode realm) {
    return realm.at("/roles/realm").findValuesAsText("name");
  }
}
