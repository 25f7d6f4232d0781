package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Which tokens of a real Keycloak a hub believes, and what the roles in them give. */
@ResourceLock(RunningHub.NAME)
class HubTokensTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> EVERYWHERE =
      List.of("/api/jobs/", "/api/media/videos/", "/api/patients/", "/api/transfer/nodes");
  private static final List<String> READER =
      List.of("ops:read", "video:read", "patient:read", "upload:write", "transfer:read");

  private final RunningHub hub = RunningHub.get();
  private final String valid = hub.as(READER, "north").token();

  @Test
  void aTokenOfTheRealmIsBelieved() {
    assertThat(hub.with(valid).get("/api/jobs/").statusCode()).isEqualTo(200);
    assertThat(hub.with(valid).get("/api/media/videos/").statusCode()).isEqualTo(200);
    assertThat(hub.with(valid).get("/api/patients/").statusCode()).isEqualTo(200);
    assertThat(hub.with(valid).get("/api/transfer/nodes").statusCode()).isEqualTo(200);
  }

  @Test
  void aTokenForAnotherAudienceSignsNobodyIn() throws Exception {
    Realm.Machine machine = Realm.Machine.with(READER, List.of("north")).forAnotherAudience();
    String token = hub.realm().token(hub.realm().create(machine));
    assertThat(claims(token).path("aud").toString()).doesNotContain("endoreg-hub");
    assertRefusedEverywhere(token);
  }

  @Test
  void aTokenWithoutASignatureSignsNobodyIn() throws Exception {
    assertRefusedEverywhere(
        encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + body(valid) + ".");
  }

  @Test
  void aTokenSignedWithTheSecretOfTheHubsClientSignsNobodyIn() throws Exception {
    String secret = Files.readString(hub.suite().data().resolve("passwords/endoreg-hub"));
    assertRefusedEverywhere(signedWith(secret.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aTokenSignedWithThePublicKeyOfTheRealmSignsNobodyIn() throws Exception {
    JsonNode realm =
        JSON.readTree(new Calls(hub.suite().identityProvider(), "").get("/realms/endoreg").body());
    byte[] publicKey = Base64.getDecoder().decode(realm.path("public_key").asText());
    assertRefusedEverywhere(signedWith(publicKey));
  }

  @Test
  void aTokenOfAnUnknownKeySignsNobodyIn() throws Exception {
    assertRefusedEverywhere(signedByStranger("stranger"));
  }

  @Test
  void aForeignSignatureUnderTheNameOfTheRealmsKeySignsNobodyIn() throws Exception {
    assertRefusedEverywhere(signedByStranger(header(valid).path("kid").asText()));
  }

  @Test
  void anIdTokenIsNoAccessToken() throws Exception {
    Realm.Client client = hub.realm().create(Realm.Machine.with(List.of(), List.of()));
    String password = Files.readString(hub.suite().data().resolve("passwords/operator"));
    JsonNode tokens = hub.realm().signIn(client, "operator", password);
    String idToken = tokens.path("id_token").asText();
    assertThat(claims(idToken).path("aud").toString()).contains("endoreg-hub");
    assertThat(hub.with(tokens.path("access_token").asText()).get("/api/jobs/").statusCode())
        .isEqualTo(200);
    assertRefusedEverywhere(idToken);
  }

  @Test
  void anExpiredTokenSignsNobodyIn() throws Exception {
    String token = hub.shortLivedToken();
    Duration clockTolerance = Duration.ofSeconds(3);
    await()
        .atMost(clockTolerance.plusSeconds(10))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> hub.with(token).get("/api/jobs/").statusCode() == 401);
    assertRefusedEverywhere(token);
  }

  @Test
  void aRoleOfAnotherClientGivesNothingAndOneOfThisHubsClientDoes() throws Exception {
    Realm realm = hub.realm();
    Realm.Client machine = realm.create(Realm.Machine.with(List.of(), List.of("north")));
    realm.grantRoleOf("endoreg-cli", machine, "ops:read");
    String foreign = realm.token(machine);
    assertThat(claims(foreign).at("/resource_access/endoreg-cli/roles/0").asText())
        .isEqualTo("ops:read");
    assertThat(hub.with(foreign).get("/api/jobs/").statusCode()).isEqualTo(403);
    realm.grantRoleOf("endoreg-hub", machine, "ops:read");
    assertThat(hub.with(realm.token(machine)).get("/api/jobs/").statusCode()).isEqualTo(200);
  }

  @Test
  void broadRolesOfTheReferenceGiveNothingUnlessTurnedOn() throws Exception {
    hub.realm().makeRole("endoregdb_user");
    hub.realm().makeRole("data:write");
    Calls legacy = hub.as(List.of("endoregdb_user", "data:write"), "north");
    for (String path : List.of("/api/jobs/", "/api/media/videos/", "/api/patients/")) {
      assertThat(legacy.get(path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(legacy.upload("north", "a.pdf", new byte[] {1}).statusCode()).isEqualTo(403);
  }

  @Test
  void whoHasNoCenterSeesEmptyLists() throws Exception {
    hub.realm().makeGroup("staff");
    Realm.Machine machine = new Realm.Machine(READER, List.of("/staff"), true, 900);
    Calls nowhere = hub.with(hub.realm().token(hub.realm().create(machine)));
    for (String path : List.of("/api/jobs/", "/api/media/videos/", "/api/patients/")) {
      assertThat(Calls.json(nowhere.get(path)).path("results")).as(path).isEmpty();
    }
    assertThat(nowhere.get("/api/centers").body()).isEqualTo("[]");
    assertThat(nowhere.get("/api/transfer/nodes").body()).isEqualTo("[]");
  }

  private void assertRefusedEverywhere(String token) {
    for (String path : EVERYWHERE) {
      var answer = hub.with(token).get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).contains("Bearer");
    }
  }

  private String signedWith(byte[] secret) throws Exception {
    String head = encoded(header(valid).deepCopy().put("alg", "HS256").toString());
    String signed = head + "." + body(valid);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return signed + "." + encoded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private String signedByStranger(String keyId) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair stranger = generator.generateKeyPair();
    String head = encoded(header(valid).deepCopy().put("kid", keyId).toString());
    String signed = head + "." + body(valid);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(stranger.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encoded(signature.sign());
  }

  private static String body(String token) {
    return token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
  }

  private static ObjectNode header(String token) throws Exception {
    return (ObjectNode) decoded(token.substring(0, token.indexOf('.')));
  }

  private static JsonNode claims(String token) throws Exception {
    return decoded(body(token));
  }

  private static JsonNode decoded(String part) throws Exception {
    return JSON.readTree(Base64.getUrlDecoder().decode(part));
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
