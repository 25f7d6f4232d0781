package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.endoreg.journeys.Calls.Form;
import org.endoreg.platform.rules.Scenario;
import org.endoreg.samples.report.HostileReports;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The upload boundary of a central hub: callers with tokens of a real Keycloak, two centers. */
@ResourceLock(RunningHub.NAME)
@Order(1)
class HubIngestTest {
  private static final List<String> SENDER = List.of("upload:write", "upload:read");
  private static final String GATEWAY = "ingest_gateway";

  private final RunningHub hub = RunningHub.get();
  private final Calls north = hub.as(SENDER, "north");
  private final Calls both = hub.as(SENDER, "north", "south");

  @Test
  @Scenario("A5")
  void theKeyOfACenterOrNodeIsChangedByNobody() throws Exception {
    Calls admin = hub.as(List.of("center_scope:global_admin"));
    HttpResponse<String> other =
        admin.send(
            "PATCH",
            "/api/centers/north",
            "{\"center_key\": \"nord\", \"display_name\": \"Nord\"}"
                .getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/json");
    assertThat(other.statusCode()).isEqualTo(400);
    Database database = hub.database();
    String rename = "UPDATE center SET center_key = 'nord' WHERE center_key = 'north'";
    for (String service : List.of(GATEWAY, "media", "anonymizer", "knowledge_base")) {
      assertThatThrownBy(() -> database.execute(service, rename))
          .as(service)
          .hasMessageContaining("a center key cannot be changed");
    }
    assertThat(admin.get("/api/centers/north").statusCode()).isEqualTo(200);
    database.execute(
        "transfer_hub",
        "INSERT INTO network_node (node_key, display_name, role) VALUES ('k', 'K', 'site_node')");
    assertThatThrownBy(
            () ->
                database.execute(
                    "transfer_hub", "UPDATE network_node SET node_key = 'l' WHERE node_key = 'k'"))
        .hasMessageContaining("a node key cannot be changed");
    assertThat(database.count("transfer_hub", "network_node WHERE node_key = 'k'")).isEqualTo(1);
  }

  @Test
  @Scenario("A6")
  void twoCentersOfOneNameGetTwoKeys() {
    Calls admin = hub.as(List.of("center_scope:global_admin"));
    assertThat(keyOfNewCenter(admin)).isEqualTo("klinik-zwei");
    assertThat(keyOfNewCenter(admin)).isEqualTo("klinik-zwei-2");
  }

  private static String keyOfNewCenter(Calls admin) {
    HttpResponse<String> made = admin.post("/api/centers", "{\"display_name\": \"Klinik Zwei\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    return Calls.json(made).path("center_key").asText();
  }

  @Test
  @Scenario("A9")
  void theSameBytesAtAnotherCenterAreAnotherJob() {
    byte[] report = report();
    HttpResponse<String> here = both.upload("north", "a.pdf", report);
    HttpResponse<String> there = both.upload("south", "a.pdf", report);
    assertThat(List.of(here.statusCode(), there.statusCode())).containsOnly(201);
    assertThat(Calls.jobId(there)).isNotEqualTo(Calls.jobId(here));
  }

  @Test
  @Scenario("A10")
  void twentyUploadsOfOneFileAtOnceMakeOneJob() throws Exception {
    byte[] report = report();
    List<Callable<HttpResponse<String>>> sends =
        IntStream.range(0, 20)
            .mapToObj(
                n -> (Callable<HttpResponse<String>>) () -> north.upload("north", "a.pdf", report))
            .toList();
    ExecutorService senders = Executors.newFixedThreadPool(20);
    List<Future<HttpResponse<String>>> answers;
    SuiteProcess suite = RunningHub.get().suite();
    // a worker would end the job in between, and bytes of an ended job make a new one
    suite.signal("anonymizer-service", "-STOP");
    try {
      answers = senders.invokeAll(sends);
    } finally {
      suite.signal("anonymizer-service", "-CONT");
      senders.shutdown();
    }
    Map<Integer, Integer> statuses = new TreeMap<>();
    List<String> ids = new java.util.ArrayList<>();
    for (Future<HttpResponse<String>> answer : answers) {
      statuses.merge(answer.get().statusCode(), 1, Integer::sum);
      ids.add(Calls.jobId(answer.get()));
    }
    assertThat(statuses).containsExactlyInAnyOrderEntriesOf(Map.of(201, 1, 200, 19));
    assertThat(ids.stream().distinct()).hasSize(1);
  }

  @Test
  @Scenario("A11")
  void aKnownKeyWithOtherBytesIsAConflictAndChangesNothing() throws Exception {
    String key = UUID.randomUUID().toString();
    HttpResponse<String> first = north.upload(inNorth(report()), key);
    assertThat(first.statusCode()).isEqualTo(201);
    String before = hashOf(Calls.jobId(first));
    Kept kept = kept();
    refused(north.upload(inNorth(report()), key), 409, "idempotency_conflict");
    assertThat(kept()).isEqualTo(kept);
    assertThat(hashOf(Calls.jobId(first))).isEqualTo(before);
  }

  @Test
  @Scenario("A12")
  void theKeyOfTheHeaderWins() {
    String header = UUID.randomUUID().toString();
    String field = UUID.randomUUID().toString();
    Form twoKeys =
        Form.of("center_key", "north").field("idempotency_key", field).file("a.pdf", report());
    assertThat(north.upload(twoKeys, header).statusCode()).isEqualTo(201);
    refused(north.upload(inNorth(report()), header), 409, "idempotency_conflict");
    assertThat(north.upload(inNorth(report()), field).statusCode()).isEqualTo(201);
  }

  @Test
  @Scenario("A13")
  void whoDidNotSignInLeavesNothing() throws Exception {
    Kept before = kept();
    HttpResponse<String> answer = north.anonymous().upload("north", "a.pdf", report());
    refused(answer, 401, "unauthenticated");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(kept()).isEqualTo(before);
  }

  @Test
  @Scenario({"A14", "A15", "A16", "A17"})
  void theCenterMustBeNamedKnownTheCallersOwnAndOneOnly() throws Exception {
    Kept before = kept();
    refused(north.upload(Form.empty().file("a.pdf", report())), 400, "center_key_required");
    refused(north.upload("nowhere", "a.pdf", report()), 400, "unknown_center");
    refused(north.upload("south", "a.pdf", report()), 403, "center_forbidden");
    Form conflict =
        Form.of("center_key", "north").field("center_name", "south").file("a.pdf", report());
    refused(both.upload(conflict), 400, "center_conflict");
    assertThat(kept()).isEqualTo(before);
  }

  @Test
  @Scenario({"A18", "A20"})
  void whatIsNoFileOrNoReportIsRefusedWithACodeEach() throws Exception {
    Kept before = kept();
    refused(north.upload(Form.of("center_key", "north")), 400, "missing_file");
    refused(north.upload("north", "leer.pdf", new byte[0]), 400, "empty_file");
    Form unknown = Form.of("center_key", "north").field("patient", "x").file("a.pdf", report());
    refused(north.upload(unknown), 400, "unknown_field");
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 0};
    refused(north.upload("north", "bild.pdf", png), 415, "unsupported_media_type");
    assertThat(kept()).isEqualTo(before);
  }

  @Test
  @Scenario("A21")
  void realWmvAndM4vFilesBecomeVideoJobs() throws Exception {
    Path folder = Files.createTempDirectory("videos");
    for (String ending : List.of("wmv", "m4v")) {
      byte[] video = TestVideo.write(folder.resolve("film." + ending));
      HttpResponse<String> answer = north.upload("north", "film." + ending, video);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      String kind = "SELECT kind FROM upload_job WHERE id = '" + Calls.jobId(answer) + "'";
      assertThat(hub.database().value(GATEWAY, kind)).isEqualTo("video");
    }
  }

  @Test
  @Scenario("A22")
  void aForeignJobAndNoJobLookTheSame() {
    String job = Calls.jobId(both.upload("south", "a.pdf", report()));
    assertThat(both.get(status(job)).statusCode()).isEqualTo(200);
    for (String method : List.of("GET", "HEAD")) {
      HttpResponse<String> foreign = north.send(method, status(job), new byte[0]);
      HttpResponse<String> none =
          north.send(method, status(UUID.randomUUID().toString()), new byte[0]);
      assertThat(foreign.statusCode()).isEqualTo(404);
      assertThat(seen(foreign)).isEqualTo(seen(none));
    }
  }

  /** With the limit a hub has when nobody sets another one. */
  @Test
  @Scenario("A19")
  void aFileOfExactlyOneGibibyteIsTakenAndOneByteMoreIsNot() throws Exception {
    long gibibyte = 1L << 30;
    CompletableFuture<HttpResponse<String>> exact =
        CompletableFuture.supplyAsync(() -> north.uploadZeros("north", gibibyte));
    HttpResponse<String> over = north.uploadZeros("north", gibibyte + 1);
    assertThat(over.statusCode()).isEqualTo(413);
    assertThat(Calls.code(over)).isEqualTo("file_too_large");
    assertThat(exact.get().statusCode()).isEqualTo(201);
  }

  /** Asked in turns, so that whatever else the machine does falls on both alike. */
  @Test
  @Scenario("A22")
  void aForeignJobAndNoJobTakeTheSameTime() {
    String job = Calls.jobId(both.upload("south", "a.pdf", report()));
    List<Long> foreign = new ArrayList<>();
    List<Long> none = new ArrayList<>();
    for (int turn = 0; turn < 150; turn++) {
      none.add(nanosOf(status(UUID.randomUUID().toString())));
      foreign.add(nanosOf(status(job)));
    }
    assertThat((double) median(foreign) / median(none)).isBetween(0.67, 1.5);
  }

  private long nanosOf(String path) {
    long begun = System.nanoTime();
    assertThat(north.get(path).statusCode()).isEqualTo(404);
    return System.nanoTime() - begun;
  }

  /** The first fifty are for whatever has to warm up. */
  private static long median(List<Long> nanos) {
    List<Long> warm = nanos.subList(50, nanos.size()).stream().sorted().toList();
    return warm.get(warm.size() / 2);
  }

  @Test
  @Scenario("A23")
  void aFailedJobSaysItsCodeAndOneFixedSentence() throws Exception {
    String job = Calls.jobId(north.upload("north", "befund.pdf", HostileReports.encrypted()));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Calls.json(north.get(status(job))).path("status").asText().equals("error"));
    String body = north.get(status(job)).body();
    JsonNode answer = Calls.json(north.get(status(job)));
    assertThat(answer.path("error_code").asText()).isEqualTo("encrypted_pdf");
    assertThat(answer.path("error_detail").asText())
        .isEqualTo("The PDF is protected by a password. Export it without one.");
    assertThat(answer.path("retryable").asBoolean()).isFalse();
    assertThat(body).doesNotContain("Exception", "org.endoreg", "java", "raw/", ".pdf", "befund");
  }

  @Test
  @Scenario({"A30", "A31"})
  void aQueuedVideoIsCancelledAtOnceAReportIsNotAndItsBytesMayComeAgain() throws Exception {
    Calls operator = hub.as(List.of("ops:operate", "upload:write"), "north");
    byte[] video = TestVideo.write(Files.createTempDirectory("videos").resolve("film.mp4"));
    String first;
    hub.suite().signal("anonymizer-service", "-STOP");
    try {
      first = Calls.jobId(operator.upload("north", "film.mp4", video));
      HttpResponse<String> cancelled = operator.post("/api/jobs/" + first + "/cancel", "");
      assertThat(cancelled.statusCode()).isEqualTo(200);
      assertThat(Calls.json(cancelled).path("status").asText()).isEqualTo("cancelled");
      String report = Calls.jobId(operator.upload("north", "a.pdf", report()));
      refused(operator.post("/api/jobs/" + report + "/cancel", ""), 409, "conflict");
    } finally {
      hub.suite().signal("anonymizer-service", "-CONT");
    }
    HttpResponse<String> again = operator.upload("north", "film.mp4", video);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(Calls.jobId(again)).isNotEqualTo(first);
  }

  private static Form inNorth(byte[] report) {
    return Form.of("center_key", "north").file("a.pdf", report);
  }

  /** Everything of an answer but its time and the number by which it is found in the logs. */
  private static String seen(HttpResponse<String> answer) {
    HttpHeaders headers = answer.headers();
    Map<String, List<String>> kept = new TreeMap<>(headers.map());
    kept.remove("x-correlation-id");
    kept.remove("date");
    return answer.statusCode()
        + kept.toString()
        + answer.body().replaceAll("\"trace_id\":\"[^\"]*\"", "");
  }

  private static String status(String job) {
    return "/api/upload/" + job + "/status/";
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Calls.code(answer)).isEqualTo(code);
  }

  private String hashOf(String job) throws Exception {
    String query = "SELECT content_hash || change_number FROM upload_job WHERE id = '" + job + "'";
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                List.of("anonymized", "error")
                    .contains(Calls.json(north.get(status(job))).path("status").asText()));
    return hub.database().value(GATEWAY, query);
  }

  /** How many jobs and raw files the hub keeps. */
  private record Kept(long jobs, long files) {}

  private Kept kept() throws Exception {
    return new Kept(hub.database().count(GATEWAY, "upload_job"), rawFiles());
  }

  private long rawFiles() throws IOException {
    Path raw = hub.suite().data().resolve("blobs/raw");
    if (!Files.exists(raw)) {
      return 0;
    }
    try (Stream<Path> found = Files.walk(raw)) {
      return found.filter(Files::isRegularFile).count();
    }
  }

  private static byte[] report() {
    return ("%PDF-1.7\n% " + UUID.randomUUID() + "\n%%EOF\n").getBytes(StandardCharsets.UTF_8);
  }
}
