package org.endoreg.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The realm of a running suite, changed through Keycloak's own administration interface. */
final class Realm {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HUB = "endoreg-hub";
  private static final Duration ADMIN_TOKEN_LASTS = Duration.ofSeconds(30);

  private final String address;
  private final String adminPassword;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> groupIds = new ConcurrentHashMap<>();
  private @Nullable JsonNode roles;
  private String adminToken = "";
  private long adminSince = System.nanoTime() - ADMIN_TOKEN_LASTS.toNanos() - 1;

  Realm(SuiteProcess suite) throws IOException {
    this.address = suite.identityProvider();
    this.adminPassword = Files.readString(suite.data().resolve("passwords/keycloak-admin"));
  }

  /** What a new machine client is like; {@code lifespan} is that of its tokens in seconds. */
  record Machine(List<String> realmRoles, List<String> groups, boolean forThisHub, int lifespan) {
    static Machine with(List<String> roles, List<String> centers) {
      List<String> groups = centers.stream().map(center -> "/centers/" + center).toList();
      return new Machine(roles, groups, true, 900);
    }

    Machine forAnotherAudience() {
      return new Machine(realmRoles, groups, false, lifespan);
    }

    Machine forSeconds(int seconds) {
      return new Machine(realmRoles, groups, forThisHub, seconds);
    }
  }

  /** A client that exists, with all it takes to ask for a token. */
  record Client(String internalId, String name, String secret, String serviceUser) {}

  Client create(Machine machine) throws IOException {
    Client client = register(machine);
    grant(client, machine.realmRoles());
    for (String group : machine.groups()) {
      admin(
          "PUT",
          "/users/" + client.serviceUser() + "/groups/" + groupId(group),
          JSON.createObjectNode());
    }
    return client;
  }

  private String groupId(String path) throws IOException {
    String known = groupIds.get(path);
    if (known != null) {
      return known;
    }
    String id = admin("GET", "/group-by-path" + path, null).path("id").asText();
    groupIds.put(path, id);
    return id;
  }

  private JsonNode roles() throws IOException {
    JsonNode known = roles;
    if (known == null) {
      known = admin("GET", "/roles?max=500", null);
      roles = known;
    }
    return known;
  }

  /** Adds roles the realm has. */
  void grant(Client client, List<String> roles) throws IOException {
    ArrayNode given = JSON.createArrayNode();
    for (JsonNode role : roles()) {
      if (roles.contains(role.path("name").asText())) {
        given.add(role);
      }
    }
    if (given.size() != roles.size()) {
      throw new IllegalArgumentException("not all of these are roles of the realm: " + roles);
    }
    if (!given.isEmpty()) {
      admin("POST", "/users/" + client.serviceUser() + "/role-mappings/realm", given);
    }
  }

  void makeRole(String name) throws IOException {
    admin("POST", "/roles", JSON.createObjectNode().put("name", name));
    roles = null;
  }

  void makeGroup(String name) throws IOException {
    admin("POST", "/groups", JSON.createObjectNode().put("name", name));
  }

  /** Gives the client a role that another client defines. */
  void grantRoleOf(String owner, Client client, String role) throws IOException {
    String id = admin("GET", "/clients?clientId=" + owner, null).path(0).path("id").asText();
    admin("POST", "/clients/" + id + "/roles", JSON.createObjectNode().put("name", role));
    JsonNode made = admin("GET", "/clients/" + id + "/roles/" + encoded(role), null);
    admin(
        "POST",
        "/users/" + client.serviceUser() + "/role-mappings/clients/" + id,
        JSON.createArrayNode().add(made));
  }

  /** An access token of the client's own service account. */
  String token(Client client) throws IOException {
    return tokens(
            Map.of(
                "grant_type", "client_credentials",
                "client_id", client.name(),
                "client_secret", client.secret()))
        .path("access_token")
        .asText();
  }

  /** The tokens a person gets who signs in through this client. */
  JsonNode signIn(Client client, String user, String password) throws IOException {
    return tokens(
        Map.of(
            "grant_type",
            "password",
            "scope",
            "openid",
            "client_id",
            client.name(),
            "client_secret",
            client.secret(),
            "username",
            user,
            "password",
            password));
  }

  private Client register(Machine machine) throws IOException {
    String name = "test-" + UUID.randomUUID();
    String secret = UUID.randomUUID().toString();
    ObjectNode client =
        JSON.createObjectNode()
            .put("clientId", name)
            .put("secret", secret)
            .put("enabled", true)
            .put("publicClient", false)
            .put("serviceAccountsEnabled", true)
            .put("directAccessGrantsEnabled", true)
            .put("standardFlowEnabled", false)
            .put("fullScopeAllowed", true);
    client
        .putObject("attributes")
        .put("access.token.lifespan", Integer.toString(machine.lifespan()));
    ArrayNode mappers = client.putArray("protocolMappers");
    mappers.add(
        mapper(
            "oidc-group-membership-mapper", Map.of("full.path", "true", "claim.name", "groups")));
    if (machine.forThisHub()) {
      mappers.add(mapper("oidc-audience-mapper", Map.of("included.client.audience", HUB)));
    }
    admin("POST", "/clients", client);
    String id = admin("GET", "/clients?clientId=" + name, null).path(0).path("id").asText();
    JsonNode user = admin("GET", "/clients/" + id + "/service-account-user", null);
    return new Client(id, name, secret, user.path("id").asText());
  }

  /** In both tokens, so that nothing but its kind tells an id token from an access token. */
  private static ObjectNode mapper(String kind, Map<String, String> config) {
    ObjectNode mapper =
        JSON.createObjectNode()
            .put("name", kind)
            .put("protocol", "openid-connect")
            .put("protocolMapper", kind);
    ObjectNode settings = mapper.putObject("config");
    settings.put("access.token.claim", "true").put("id.token.claim", "true");
    config.forEach(settings::put);
    return mapper;
  }

  private JsonNode tokens(Map<String, String> form) throws IOException {
    return form("endoreg", form);
  }

  private JsonNode form(String realm, Map<String, String> form) throws IOException {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    URI uri = URI.create(address + "/realms/" + realm + "/protocol/openid-connect/token");
    return answer(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private JsonNode admin(String method, String path, @Nullable JsonNode body) throws IOException {
    if (System.nanoTime() - adminSince > ADMIN_TOKEN_LASTS.toNanos()) {
      adminToken = adminToken();
      adminSince = System.nanoTime();
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/admin/realms/endoreg" + path))
            .header("Authorization", "Bearer " + adminToken)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return answer(request);
  }

  private String adminToken() throws IOException {
    return form(
            "master",
            Map.of(
                "grant_type", "password",
                "client_id", "admin-cli",
                "username", "admin",
                "password", adminPassword))
        .path("access_token")
        .asText();
  }

  private JsonNode answer(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(
            request.uri().getPath() + " " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
