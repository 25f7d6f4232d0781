package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.transfer.envelope.EnvelopeSealer;
import org.endoreg.transfer.envelope.Profile;
import org.endoreg.transfer.envelope.RecipientKey;
import org.endoreg.transfer.envelope.TransferIdentity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A site sends to a hub through real nginx: what is taken, what is refused, and what it says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(RunningHub.NAME)
class TransferReceiverTest {

  private static final int GUESSES = 16;

  private final RunningHub hub = RunningHub.get();
  private TransferDoor door;
  private RegisteredNode north;
  private RegisteredNode south;
  private RegisteredNode secondNorth;

  /** A node with everything it needs to be let in. */
  @BeforeAll
  void openTheDoorForThreeNodes() throws IOException {
    assumeThat(TransferDoor.isPossible()).as("nginx is installed").isTrue();
    door = TransferDoor.open(hub.suite());
    north = site("north");
    south = site("south");
    secondNorth = site("north");
  }

  @AfterAll
  void close() {
    if (door != null) {
      door.close();
    }
  }

  @Test
  @Scenario("A51")
  void whoeverProvesNoNodeIsRefusedAlikeWhateverTheyAskFor() {
    String known = registered(north).path("transfer_key").asText();
    SendingNode stranger = SendingNode.at(door, door.client("stranger"));
    SendingNode withoutCertificate = SendingNode.at(door, null);
    for (SendingNode refused :
        List.of(
            withoutCertificate,
            withoutCertificate.as(north.key(), "guessed"),
            stranger,
            stranger.as(north.key(), "guessed"),
            stranger.as("nobody", "guessed"))) {
      String first = code(refused.status(known));
      assertThat(first).isIn("mutual_tls_required", "node_refused");
      for (HttpResponse<String> answer :
          List.of(
              refused.status(known),
              refused.status("none-" + UUID.randomUUID()),
              refused.register("{"),
              refused.register(report(north)))) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(code(answer)).isEqualTo(first);
      }
    }
  }

  /** Each guess costs the hub 19 MiB: together they are more than the memory it has. */
  @Test
  @Scenario("A51")
  void manyGuessesAtOnceHarmNobody() throws Exception {
    assertThat(north.calls().status("none").statusCode()).isEqualTo(404);
    ExecutorService threads = Executors.newFixedThreadPool(GUESSES);
    try {
      List<Future<Integer>> guesses =
          IntStream.range(0, GUESSES)
              .mapToObj(number -> threads.submit(() -> guess(number).statusCode()))
              .toList();
      assertThat(north.calls().status("none").statusCode()).isEqualTo(404);
      for (Future<Integer> guess : guesses) {
        assertThat(guess.get()).isIn(403, 503);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private HttpResponse<String> guess(int number) {
    return north.calls().as(north.key(), "guess " + number).status("none");
  }

  @Test
  @Scenario("A51")
  void anInactiveNodeIsNobody() throws IOException {
    RegisteredNode leaving = site("north");
    assertThat(leaving.calls().status("none").statusCode()).isEqualTo(404);
    administer("/" + leaving.key() + "/activity", "{\"active\": false}");
    assertThat(code(leaving.calls().status("none"))).isEqualTo("node_refused");
  }

  @Test
  @Scenario("A52")
  void whatAClientSaysOfItsOwnCertificateIsRemoved() {
    SendingNode liar =
        SendingNode.at(door, null)
            .as(north.key(), "guessed")
            .with("X-Client-Cert-Verified", "SUCCESS")
            .with("X-Client-Cert", door.fingerprint(north.key()));
    assertThat(code(liar.status("none"))).isEqualTo("mutual_tls_required");
  }

  @Test
  @Scenario("A53")
  void theCertificateOfOneNodeDoesNotOpenForAnother() throws IOException {
    RegisteredNode.Secret other = RegisteredNode.registeredAlone(hub, "north");
    SendingNode mixed = SendingNode.at(door, door.client("a53")).as(other.key(), other.text());
    assertThat(code(mixed.status("none"))).isEqualTo("node_certificate_mismatch");
  }

  @Test
  @Scenario("A54")
  void aPersonIsNoNode() {
    String token = hub.asEverything("north").token();
    SendingNode person =
        SendingNode.at(door, door.client("a54")).with("Authorization", "Bearer " + token);
    assertThat(person.register(report(north)).statusCode()).isEqualTo(403);
    HttpResponse<String> both =
        north
            .calls()
            .with("Authorization", "Bearer " + hub.asEverything("south").token())
            .register(report(north));
    assertThat(both.statusCode()).isEqualTo(201);
  }

  @Test
  @Scenario("A55")
  void aRegistrationWaitsForItsMediaAndShowsNothingBefore() {
    ObjectNode report = report(north);
    JsonNode answer = SendingNode.json(north.calls().register(report));
    assertThat(answer.path("transfer_status").asText()).isEqualTo("awaiting_media");
    assertThat(answer.path("processing_decision").asText()).isEqualTo("wait_for_missing_media");
    assertThat(answer.path("cleanup_status").asText()).isEqualTo("not_requested");
    assertThat(mediaOf(report)).isEmpty();
  }

  @Test
  @Scenario("A56")
  void theSameAgainIsTheSameAndAnotherUnderItsKeyIsRefused() {
    ObjectNode report = report(north);
    HttpResponse<String> first = north.calls().register(report);
    HttpResponse<String> again = north.calls().register(report);
    ObjectNode other = report.deepCopy().put("cleanup_policy", "delete_central_raw_after_apply");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(SendingNode.json(again)).isEqualTo(SendingNode.json(first));
    assertThat(code(north.calls().register(other))).isEqualTo("transfer_replay_mismatch");
    assertThat(SendingNode.json(north.calls().status(key(report))))
        .isEqualTo(SendingNode.json(first));
  }

  @Test
  @Scenario("A57")
  void tenAtOnceMakeOneTransfer() {
    ObjectNode report = report(north);
    List<CompletableFuture<Integer>> sent =
        IntStream.range(0, 10)
            .mapToObj(
                number ->
                    CompletableFuture.supplyAsync(
                        () -> north.calls().register(report).statusCode()))
            .toList();
    assertThat(sent.stream().map(CompletableFuture::join))
        .containsOnlyOnce(201)
        .containsOnly(200, 201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "2.0", ""})
  @Scenario("A58")
  void otherVersionsAreRefused(String version) {
    ObjectNode report = report(north);
    if (version.isEmpty()) {
      report.remove("payload_schema_version");
    } else {
      report.put("payload_schema_version", version);
    }
    assertRefused(report, "payload_schema_version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata_and_raw_media", "metadata_raw_and_processed_media"})
  @Scenario("A59")
  void rawMediaCannotBeAskedFor(String mode) {
    assertRefused(report(north).put("transfer_mode", mode), "transfer_mode");
  }

  @Test
  @Scenario("A60")
  void identityHasNoPlaceAndLeavesNoTrace() throws IOException {
    String name = "Erfundenwald";
    ObjectNode meta = report(north);
    ((ObjectNode) meta.at("/resource_rows/sensitive_meta")).put("patient_first_name", name);
    assertRefused(meta, "resource_rows.sensitive_meta");
    ObjectNode text = report(north);
    ((ObjectNode) text.at("/resource_rows/raw_pdf_file")).put("text", name);
    assertRefused(text, "resource_rows.raw_pdf_file");
    assertRefused(report(north).put(name, 1), "body");
    try (Stream<Path> logs = Files.walk(hub.suite().data().resolve("logs"))) {
      assertThat(logs.filter(Files::isRegularFile))
          .allSatisfy(log -> assertThat(Files.readString(log)).doesNotContain(name));
    }
  }

  @Test
  @Scenario("A61")
  void aHashIsSixtyFourLowerCaseDigits() {
    for (String hash : List.of("A".repeat(64), "a".repeat(63), "")) {
      assertRefused(report(north).put("resource_hash", hash), "resource_hash");
    }
  }

  @Test
  @Scenario("A62")
  void whatNobodySignedOffIsNotTaken() {
    ObjectNode report = report(north);
    ((ObjectNode) report.at("/resource_rows/raw_pdf_state")).put("anonymization_validated", false);
    assertRefused(report, "resource_rows");
  }

  @Test
  @Scenario("A63")
  void hashesHaveToAgree() {
    assertRefused(report(north).put("resource_hash", "e".repeat(64)), "resource_hash");
  }

  @Test
  @Scenario("A65")
  void aNodeSpeaksForItsOwnCenterOnly() {
    assertRefused(report(north).put("source_center_key", "south"), "source_center_key");
    assertRefused(report(north).put("source_node_key", south.key()), "source_node_key");
  }

  @Test
  @Scenario("A66")
  void theTargetIsThisHub() {
    assertRefused(report(north).put("target_node_key", "other-hub"), "target_node_key");
    assertRefused(report(north).put("target_node_key", south.key()), "target_node_key");
  }

  @Test
  @Scenario("A67")
  void aWrongShapeIsNeverOurFault() {
    for (String body : List.of("", "[]", "null", "{\"resource_rows\": 7}", "{", "\"x\"")) {
      assertThat(north.calls().register(body).statusCode()).as(body).isEqualTo(400);
    }
    ObjectNode rows = report(north);
    rows.putArray("resource_rows");
    assertRefused(rows, "resource_rows");
  }

  @Test
  @Scenario("A68")
  void aTransferOfAnotherNodeIsLikeNone() throws Exception {
    Sealed sealed = sealed(north, Profile.ONE_MESSAGE, UUID.randomUUID().toString());
    HttpResponse<String> before = north.calls().envelope(key(sealed.report()), sealed.envelope());
    assertThat(before.statusCode()).isEqualTo(404);
    north.calls().register(sealed.report());
    HttpResponse<String> foreign = south.calls().status(key(sealed.report()));
    HttpResponse<String> missing = south.calls().status("none-" + UUID.randomUUID());
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(withoutTrace(foreign)).isEqualTo(withoutTrace(missing));
    assertThat(south.calls().envelope(key(sealed.report()), sealed.envelope()).statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  @Scenario("A70")
  void sealedMediaAreAppliedWithASignedReceipt(Profile profile) throws Exception {
    Sealed sealed = registeredAndSealed(north, profile);
    String key = key(sealed.report());
    send(north, sealed);
    JsonNode applied = awaitApplied(north, key);
    assertThat(applied.path("processing_decision").asText())
        .isEqualTo("skip_processing_preserved_state");
    JsonNode receipt = applied.path("envelope_receipt");
    assertThat(receipt.path("ciphertext_sha256").asText())
        .isEqualTo(Drops.sha256(sealed.ciphertext()));
    assertThat(receipt.path("plaintext_sha256").asText())
        .isEqualTo(Drops.sha256(sealed.artifact()));
    assertThat(receipt.path("receiver_transfer_id")).isEqualTo(applied.path("id"));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(mediaOf(sealed.report())).hasSize(1));
  }

  @Test
  @Scenario("A70")
  void theFormOfTheReferenceSystemIsTakenToo() throws Exception {
    Sealed sealed = registeredAndSealed(north, Profile.ONE_MESSAGE);
    HttpResponse<String> answer = north.calls().form(key(sealed.report()), sealed.form());
    assertThat(answer.statusCode()).isIn(200, 202);
    awaitApplied(north, key(sealed.report()));
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  @Scenario("A71")
  void whatWasChangedOnTheWayIsNotAppliedAndTheHonestOneIsAfterwards(Profile profile)
      throws Exception {
    Sealed honest = registeredAndSealed(north, profile);
    String key = key(honest.report());
    byte[] changed = honest.ciphertext().clone();
    changed[changed.length / 2] ^= 1;
    send(north, honest.withCiphertext(changed));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(status(north, key).path("media_status").asText()).isEqualTo("refused"));
    assertThat(status(north, key).path("transfer_status").asText()).isEqualTo("awaiting_media");
    assertThat(mediaOf(honest.report())).isEmpty();
    assertThat(ciphertextsLeft(status(north, key).path("id").asText())).isZero();
    Sealed again = sealed(north, profile, honest.report(), honest.artifact());
    send(north, again);
    awaitApplied(north, key);
  }

  @Test
  @Scenario("A71")
  void anEnvelopeForAnotherHubOrTransferIsRefused() throws Exception {
    Sealed sealed = registeredAndSealed(north, Profile.ONE_MESSAGE);
    Sealed other = registeredAndSealed(north, Profile.ONE_MESSAGE);
    String key = key(sealed.report());
    assertThat(code(north.calls().envelope(key, other.envelope()))).isEqualTo("envelope_malformed");
    ObjectNode changed = sealed.envelope().deepCopy().put("plaintext_size", 7);
    send(north, new Sealed(sealed.report(), sealed.artifact(), changed, new byte[7]));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(status(north, key).path("media_status").asText()).isEqualTo("refused"));
  }

  @Test
  @Scenario({"A69", "A72"})
  void mediaWithoutEnvelopeOrOfAnotherRoleAreRefused() throws Exception {
    Sealed sealed = registeredAndSealed(north, Profile.ONE_MESSAGE);
    String key = key(sealed.report());
    assertThat(
            code(
                north
                    .calls()
                    .form(
                        key,
                        Calls.Form.of("media_role", "processed")
                            .file("report.bin", sealed.artifact()))))
        .isEqualTo("envelope_required");
    assertThat(
            code(
                north
                    .calls()
                    .form(key, Calls.Form.of("media_role", "raw").file("x.bin", new byte[] {1}))))
        .isEqualTo("media_role_refused");
    assertThat(code(north.calls().form(key, Calls.Form.of("media_role", "processed"))))
        .isEqualTo("missing_file");
  }

  @Test
  @Scenario("A73")
  void appliedMediaAgainChangeNothingAndOthersAreAConflict() throws Exception {
    Sealed sealed = registeredAndSealed(north, Profile.ONE_MESSAGE);
    String key = key(sealed.report());
    send(north, sealed);
    JsonNode applied = awaitApplied(north, key);
    HttpResponse<String> replay = north.calls().form(key, sealed.form());
    assertThat(replay.statusCode()).isEqualTo(200);
    assertThat(SendingNode.json(replay)).isEqualTo(applied);
    Sealed other = sealed(north, Profile.ONE_MESSAGE, sealed.report(), sealed.artifact());
    assertThat(code(north.calls().envelope(key, other.envelope()))).isEqualTo("envelope_conflict");
    assertThat(status(north, key)).isEqualTo(applied);
  }

  @Test
  @Scenario({"A74", "A75"})
  void centersDoNotLearnOfEachOtherAndASecondNodeOfOneIsInconsistent() throws Exception {
    ObjectNode first = report(north);
    north.calls().register(first);
    JsonNode foreign = SendingNode.json(south.calls().register(ownedBy(first, south)));
    assertThat(foreign.path("transfer_status").asText()).isEqualTo("awaiting_media");
    ObjectNode second = ownedBy(first, secondNorth);
    HttpResponse<String> conflict = secondNorth.calls().register(second);
    assertThat(conflict.statusCode()).isEqualTo(201);
    assertThat(SendingNode.json(conflict).path("transfer_status").asText())
        .isEqualTo("inconsistent");
    Sealed sealed = sealed(secondNorth, Profile.ONE_MESSAGE, second, artifact());
    assertThat(code(secondNorth.calls().envelope(key(second), sealed.envelope())))
        .isIn("transfer_without_media");
  }

  @Test
  @Scenario({"A56", "A74"})
  void contradictionsWaitForAPersonOfTheCenter() throws Exception {
    Sealed first = registeredAndSealed(north, Profile.SEGMENTED);
    ObjectNode other =
        first.report().deepCopy().put("cleanup_policy", "delete_central_raw_after_apply");
    assertThat(code(north.calls().register(other))).isEqualTo("transfer_replay_mismatch");
    JsonNode replay = conflict(key(first.report())).orElseThrow();
    assertThat(replay.path("kind").asText()).isEqualTo("replay_mismatch");
    assertThat(replay.path("differing_fields").toString()).isEqualTo("[\"cleanup_policy\"]");
    assertThat(replay.at("/existing/node_key").asText()).isEqualTo(north.key());
    assertThat(replay.at("/other/status").asText()).as("not kept").isEqualTo("refused");
    assertThat(conflicts("south").toString()).doesNotContain(key(first.report()));
    assertThat(decide(replay, "supersede", "no").statusCode()).isEqualTo(400);
    assertThat(code(decide(replay, "keep_existing", " "))).isEqualTo("reason_required");
    assertThat(decide(replay, "keep_existing", "the first is right").statusCode()).isEqualTo(200);
    assertThat(decide(replay, "keep_existing", "again").statusCode()).isEqualTo(409);
    assertThat(conflict(key(first.report()))).isEmpty();
  }

  @Test
  @Scenario("A74")
  void aSecondNodeOfACenterTakesAResourceOverWhenSomebodySaysSo() throws Exception {
    Sealed first = registeredAndSealed(north, Profile.SEGMENTED);
    send(north, first);
    awaitApplied(north, key(first.report()));
    await().atMost(Duration.ofSeconds(60)).until(() -> mediaOf(first.report()).size() == 1);
    byte[] moved = artifact();
    ObjectNode second =
        report(secondNorth, first.report().path("resource_hash").asText(), Drops.sha256(moved));
    JsonNode refused = SendingNode.json(secondNorth.calls().register(second));
    assertThat(refused.path("transfer_status").asText()).isEqualTo("inconsistent");
    JsonNode conflict = conflict(key(second)).orElseThrow();
    assertThat(decide(conflict, "supersede", "the practice moved").statusCode()).isEqualTo(200);
    send(secondNorth, sealed(secondNorth, Profile.SEGMENTED, second, moved));
    awaitApplied(secondNorth, key(second));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(mediaOf(second)).containsExactly(Drops.sha256(moved)));
  }

  @Test
  @Scenario("A74")
  void aSecondNodeOfACenterKeepsARecordOfItsOwnWhenSomebodySaysSo() throws Exception {
    Sealed first = registeredAndSealed(north, Profile.SEGMENTED);
    String resource = first.report().path("resource_hash").asText();
    send(north, first);
    awaitApplied(north, key(first.report()));
    Sealed second = sealedOf(secondNorth, resource);
    secondNorth.calls().register(second.report());
    JsonNode conflict = conflict(key(second.report())).orElseThrow();
    assertThat(conflict.at("/existing/node_key").asText()).isEqualTo(north.key());
    assertThat(conflict.at("/existing/status").asText()).isEqualTo("applied");
    assertThat(conflict.at("/existing/size_bytes").asLong()).isEqualTo(first.artifact().length);
    assertThat(conflict.at("/other/node_key").asText()).isEqualTo(secondNorth.key());
    assertThat(conflict.at("/other/artifact_sha256").asText())
        .isEqualTo(Drops.sha256(second.artifact()));
    assertThat(decide(conflict, "accept_as_separate", "both examined it").statusCode())
        .isEqualTo(200);
    assertThat(decide(conflict, "supersede", "too late").statusCode()).isEqualTo(409);
    send(secondNorth, second);
    awaitApplied(secondNorth, key(second.report()));
    awaitMedia(first.report(), first, second);
    Sealed corrected = correctedBy(north, resource);
    awaitMedia(first.report(), corrected, second);
    Sealed correctedToo = correctedBy(secondNorth, resource);
    awaitMedia(first.report(), corrected, correctedToo);
    assertThat(conflicts("north").toString()).doesNotContain(key(correctedToo.report()));
  }

  private Sealed sealedOf(RegisteredNode site, String resource) throws Exception {
    byte[] artifact = artifact();
    return sealed(
        site, Profile.SEGMENTED, report(site, resource, Drops.sha256(artifact)), artifact);
  }

  private Sealed correctedBy(RegisteredNode site, String resource) throws Exception {
    Sealed corrected = sealedOf(site, resource);
    assertThat(
            SendingNode.json(site.calls().register(corrected.report()))
                .path("transfer_status")
                .asText())
        .isEqualTo("awaiting_media");
    send(site, corrected);
    awaitApplied(site, key(corrected.report()));
    return corrected;
  }

  private void awaitMedia(ObjectNode report, Sealed... expected) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(mediaOf(report))
                    .containsExactlyInAnyOrder(
                        Arrays.stream(expected)
                            .map(each -> Drops.sha256(each.artifact()))
                            .toArray(String[]::new)));
  }

  @Test
  void aNodeReadsItsOwnTransfersPageByPage() {
    String first = registered(south).path("transfer_key").asText();
    registered(south);
    JsonNode page = SendingNode.json(south.calls().send("GET", "?limit=1", new byte[0]));
    assertThat(page.path("transfers")).hasSize(1);
    String next = page.path("next").asText();
    JsonNode rest =
        SendingNode.json(south.calls().send("GET", "?limit=500&after=" + next, new byte[0]));
    assertThat(page.path("transfers").toString() + rest).contains(first);
    assertThat(rest.path("next").isNull()).isTrue();
    JsonNode foreign = SendingNode.json(north.calls().send("GET", "?limit=500", new byte[0]));
    assertThat(foreign.toString()).doesNotContain(first);
    assertThat(SendingNode.at(door, null).send("GET", "?limit=1", new byte[0]).statusCode())
        .isEqualTo(403);
  }

  private JsonNode conflicts(String center) {
    return Calls.json(
        hub.as(List.of("transfer:read"), center).get("/api/transfer/conflicts?limit=200"));
  }

  private java.util.Optional<JsonNode> conflict(String key) {
    return java.util.stream.StreamSupport.stream(
            conflicts("north").path("results").spliterator(), false)
        .filter(row -> row.path("transfer_key").asText().equals(key))
        .findFirst();
  }

  private HttpResponse<String> decide(JsonNode conflict, String decision, String reason) {
    return hub.as(List.of("transfer:operate"), "north")
        .post(
            "/api/transfer/conflicts/" + conflict.path("id").asText() + "/decision",
            "{\"decision\": \"%s\", \"reason\": \"%s\"}".formatted(decision, reason));
  }

  @Test
  @Scenario("A76")
  void aCorrectionReplacesWhatItsNodeSentBefore() throws Exception {
    Sealed first = registeredAndSealed(north, Profile.SEGMENTED);
    send(north, first);
    awaitApplied(north, key(first.report()));
    await().atMost(Duration.ofSeconds(60)).until(() -> mediaOf(first.report()).size() == 1);
    byte[] corrected = artifact();
    ObjectNode again =
        report(north, first.report().path("resource_hash").asText(), Drops.sha256(corrected));
    JsonNode registered = SendingNode.json(north.calls().register(again));
    assertThat(registered.path("transfer_status").asText()).isEqualTo("awaiting_media");
    send(north, sealed(north, Profile.SEGMENTED, again, corrected));
    awaitApplied(north, key(again));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(mediaOf(again)).containsExactly(Drops.sha256(corrected)));
  }

  @Test
  @Scenario("A77")
  void aHubKilledBeforeItAppliedAppliesAfterwards() throws Exception {
    Sealed sealed = registeredAndSealed(north, Profile.SEGMENTED);
    send(north, sealed);
    hub.suite().signal("transfer-hub", "-KILL");
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(
            () ->
                status(north, key(sealed.report()))
                    .path("transfer_status")
                    .asText()
                    .equals("applied"));
    await().atMost(Duration.ofMinutes(1)).until(() -> mediaOf(sealed.report()).size() == 1);
  }

  @Test
  @Scenario("A78")
  void aCleanupPolicyIsAnIntentAndDeletesNothing() {
    ObjectNode report =
        report(north).put("cleanup_policy", "delete_central_raw_after_verified_backup");
    assertThat(SendingNode.json(north.calls().register(report)).path("cleanup_status").asText())
        .isEqualTo("deferred");
  }

  @Test
  @Scenario("A86")
  void anOldKeyOpensUntilItIsRevoked() throws Exception {
    Sealed underOld = registeredAndSealed(north, Profile.ONE_MESSAGE);
    Sealed tooLate = registeredAndSealed(north, Profile.ONE_MESSAGE);
    String old = underOld.envelope().path("recipient_key_id").asText();
    Calls keys = hub.as(List.of("key:rotate", "transfer:read"), "north");
    assertThat(keys.post("/api/transfer/keys", "").statusCode()).isEqualTo(200);
    send(north, underOld);
    awaitApplied(north, key(underOld.report()));
    assertThat(keys.post("/api/transfer/keys/" + old + "/revocation", "").statusCode())
        .isBetween(200, 204);
    send(north, tooLate);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(status(north, key(tooLate.report())).path("status_detail").asText())
                    .isEqualTo("unknown_key"));
  }

  @Test
  void aCiphertextGoesOnWhereItWas() throws Exception {
    Sealed sealed = registeredAndSealed(north, Profile.SEGMENTED);
    String key = key(sealed.report());
    north.calls().envelope(key, sealed.envelope());
    byte[] all = sealed.ciphertext();
    int half = all.length / 2;
    north.calls().append(key, 0, Arrays.copyOf(all, half));
    assertThat(code(north.calls().append(key, 0, all))).isEqualTo("offset_conflict");
    HttpResponse<String> head = north.calls().send("HEAD", "/" + key + "/media/", new byte[0]);
    assertThat(head.headers().firstValue("Upload-Offset")).contains(Integer.toString(half));
    north.calls().append(key, half, Arrays.copyOfRange(all, half, all.length));
    awaitApplied(north, key);
  }

  @Test
  void aRevokedCertificateOpensNothing() throws Exception {
    RegisteredNode leaving = site("north");
    administer(
        "/" + leaving.key() + "/certificates/" + door.fingerprint(leaving.key()) + "/revocation",
        "");
    assertThat(code(leaving.calls().status("none"))).isEqualTo("node_certificate_mismatch");
    RegisteredNode revokedByAuthority = site("north");
    door.revoke(revokedByAuthority.key());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        SendingNode.at(door, door.certificateOf(revokedByAuthority.key()))
                            .status("none")
                            .statusCode())
                    .isIn(400, 403));
  }

  @Test
  @Scenario({"A51", "A53", "A70"})
  void withoutAProxyTheConnectionItselfProvesTheNode() throws Exception {
    try (TransferDoor direct = TransferDoor.direct(hub, Map.of())) {
      RegisteredNode.Secret node = RegisteredNode.registeredAlone(hub, "north");
      SendingNode calls =
          SendingNode.at(direct, direct.client(node.key())).as(node.key(), node.text());
      assertThat(code(calls.status("none"))).isEqualTo("node_certificate_mismatch");
      administer(
          "/" + node.key() + "/certificates",
          "{\"certificate\": \"" + direct.fingerprint(node.key()) + "\"}");
      RegisteredNode site = new RegisteredNode(node.key(), "north", calls);
      Sealed sealed = registeredAndSealed(site, Profile.SEGMENTED);
      send(site, sealed);
      awaitApplied(site, key(sealed.report()));
      SendingNode stranger = SendingNode.at(direct, null).as(node.key(), node.text());
      assertThat(code(stranger.status("none"))).isEqualTo("mutual_tls_required");
    }
  }

  @Test
  void aHubWithoutRoomTakesNoEnvelopeAndSaysWhy() throws Exception {
    Map<String, String> noRoom =
        Map.of("ENDOREG_BLOBS_MIN_FREE_BYTES", Long.toString(Long.MAX_VALUE / 2));
    try (TransferDoor full = TransferDoor.direct(hub, noRoom)) {
      RegisteredNode site = RegisteredNode.at(full, hub, "north");
      Sealed sealed = registeredAndSealed(site, Profile.SEGMENTED);
      HttpResponse<String> answer = site.calls().envelope(key(sealed.report()), sealed.envelope());
      assertThat(answer.statusCode()).isEqualTo(507);
      assertThat(code(answer)).isEqualTo("insufficient_storage");
      assertThat(status(site, key(sealed.report())).path("media_status").asText())
          .isEqualTo("none");
    }
  }

  private RegisteredNode site(String center) throws IOException {
    return RegisteredNode.at(door, hub, center);
  }

  private void administer(String path, String body) {
    assertThat(administrator().post("/api/transfer/nodes" + path, body).statusCode())
        .isBetween(200, 204);
  }

  private Calls administrator() {
    return hub.as(List.of("node:admin"), "north", "south");
  }

  private JsonNode registered(RegisteredNode site) {
    return SendingNode.json(site.calls().register(report(site)));
  }

  private void assertRefused(ObjectNode registration, String field) {
    HttpResponse<String> answer = north.calls().register(registration);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo("contract_violation");
    assertThat(SendingNode.json(answer).path("errors").fieldNames()).toIterable().contains(field);
    assertThat(north.calls().status(registration.path("transfer_key").asText()).statusCode())
        .isEqualTo(404);
  }

  private JsonNode status(RegisteredNode site, String key) {
    return SendingNode.json(site.calls().status(key));
  }

  private JsonNode awaitApplied(RegisteredNode site, String key) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(status(site, key).path("transfer_status").asText())
                    .as(status(site, key).toString())
                    .isEqualTo("applied"));
    return status(site, key);
  }

  private void send(RegisteredNode site, Sealed sealed) {
    String key = key(sealed.report());
    HttpResponse<String> bound = site.calls().envelope(key, sealed.envelope());
    assertThat(bound.statusCode()).as(bound.body()).isEqualTo(200);
    HttpResponse<String> sent = site.calls().append(key, 0, sealed.ciphertext());
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(204);
  }

  /** Digests of the artifacts that are registered for the resource. */
  private List<String> mediaOf(ObjectNode registration) {
    try {
      return hub.database()
          .column(
              "media",
              "SELECT artifact_sha256 FROM medium WHERE source_sha256 = '"
                  + registration.path("resource_hash").asText()
                  + "' AND center_key = '"
                  + registration.path("source_center_key").asText()
                  + "'");
    } catch (SQLException | IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private long ciphertextsLeft(String id) throws IOException {
    try (Stream<Path> files = Files.walk(hub.suite().data())) {
      return files.filter(file -> file.toString().endsWith(id + ".ciphertext")).count();
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Sealed(
      ObjectNode report, byte[] artifact, ObjectNode envelope, byte[] ciphertext) {
    Sealed withCiphertext(byte[] other) {
      return new Sealed(report, artifact, envelope, other);
    }

    Calls.Form form() {
      return Calls.Form.of("media_role", "processed")
          .field("envelope", envelope.toString())
          .file("ciphertext.bin", ciphertext);
    }
  }

  private Sealed registeredAndSealed(RegisteredNode site, Profile profile) throws Exception {
    Sealed sealed = sealed(site, profile, UUID.randomUUID().toString());
    assertThat(site.calls().register(sealed.report()).statusCode()).isEqualTo(201);
    return sealed;
  }

  private Sealed sealed(RegisteredNode site, Profile profile, String resource) throws Exception {
    byte[] artifact = artifact();
    String hash = Drops.sha256(resource.getBytes(StandardCharsets.UTF_8));
    return sealed(site, profile, report(site, hash, Drops.sha256(artifact)), artifact);
  }

  private Sealed sealed(RegisteredNode site, Profile profile, ObjectNode report, byte[] artifact)
      throws Exception {
    JsonNode keys = Calls.json(hub.as(List.of("transfer:read"), "north").get("/api/transfer/keys"));
    TransferIdentity identity =
        new TransferIdentity(
            key(report),
            site.key(),
            new CenterKey(site.center()),
            "hub",
            MediaKind.REPORT,
            new Sha256(report.path("resource_hash").asText()),
            new Sha256(Drops.sha256(artifact)));
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    EnvelopeSealer.Sealed sealed =
        new EnvelopeSealer()
            .seal(
                new EnvelopeSealer.Order(
                    profile,
                    identity,
                    artifact.length,
                    RecipientKey.of(keys.get(0).path("public_key").asText())),
                new ByteArrayInputStream(artifact),
                ciphertext);
    return new Sealed(report, artifact, sealed.envelope().toJson(), ciphertext.toByteArray());
  }

  private static byte[] artifact() {
    return RunningHub.report("Polyp im Sigma, 4 mm. " + UUID.randomUUID());
  }

  private ObjectNode report(RegisteredNode site) {
    return report(site, ReportRegistration.freshDigest(), "a".repeat(64));
  }

  private static ObjectNode ownedBy(ObjectNode registration, RegisteredNode site) {
    ObjectNode other = registration.deepCopy();
    return other
        .put("transfer_key", site.key() + "__" + registration.path("transfer_key").asText())
        .put("source_node_key", site.key())
        .put("source_center_key", site.center());
  }

  private static ObjectNode report(RegisteredNode site, String resource, String processed) {
    return ReportRegistration.of(site.key(), site.center(), resource, processed);
  }

  private static String key(ObjectNode registration) {
    return registration.path("transfer_key").asText();
  }

  private static String code(HttpResponse<String> answer) {
    return SendingNode.json(answer).path("code").asText();
  }

  private static String withoutTrace(HttpResponse<String> answer) {
    return answer.body().replaceAll("\"trace_id\":\"[^\"]*\"", "");
  }
}
