package org.endoreg.ingest.upload;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.platform.rules.Scenario;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The upload boundary against a real database, a real broker and real encrypted blobs. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class UploadJourneyTest {
  private final Jdbi jdbi;
  private final Path blobs;

  UploadJourneyTest(Jdbi jdbi, @ConfigProperty(name = "endoreg.blobs.dir") Path blobs) {
    this.jdbi = jdbi;
    this.blobs = blobs;
  }

  @Test
  void newBytesAreAcceptedOnceAndKnownAfterwards() {
    byte[] report = report();
    String id =
        upload(report, "befund.pdf")
            .then()
            .statusCode(201)
            .body("reused", equalTo(false))
            .body("status_url", matchesPattern("/api/upload/[0-9a-f-]{36}/status/"))
            .extract()
            .path("upload_id");
    upload(report, "kopie.pdf")
        .then()
        .statusCode(200)
        .body("upload_id", equalTo(id))
        .body("reused", equalTo(true));
    given()
        .get("/api/upload/" + id + "/status/")
        .then()
        .statusCode(200)
        .body("id", equalTo(id))
        .body("source_center_key", equalTo("local"))
        .body("ingest_mode", equalTo("api"));
  }

  @Test
  void sameBytesAtTwoCentersAreTwoJobs() {
    byte[] report = report();
    String here = upload(report, "a.pdf").path("upload_id");
    given()
        .multiPart("center_key", "north")
        .multiPart("file", "a.pdf", report)
        .post("/api/upload/")
        .then()
        .statusCode(201)
        .body("upload_id", not(equalTo(here)));
  }

  @Test
  void theCenterMayFollowTheFile() {
    String id =
        given()
            .multiPart("file", "a.pdf", report())
            .multiPart("center_key", "north")
            .post("/api/upload/")
            .then()
            .statusCode(201)
            .extract()
            .path("upload_id");
    assertThat(column(id, "center_key")).isEqualTo("north");
    assertThat(column(id, "blob_key")).startsWith("raw/north/");
  }

  @Test
  void aCenterWithEnoughUnfinishedJobsHasToWaitAndTheOthersNeedNot() {
    fillQueue("north", 10_000);
    try {
      uploadTo("north").then().statusCode(429).header("Retry-After", "30");
      uploadTo("north").then().body("code", equalTo("center_queue_full"));
      begin("north").then().statusCode(429).header("Retry-After", "30");
      begin("north").then().body("code", equalTo("center_queue_full"));
      uploadTo("local").then().statusCode(201);
      jdbi.useHandle(
          handle ->
              handle.execute(
                  """
                  UPDATE upload_job SET status = 'error', error_code = 'invalid_input',
                      finished_at = now()
                  WHERE source_system = 'crowd' AND content_hash = lpad('1', 64, '0')
                  """));
      uploadTo("north").then().statusCode(201);
      uploadTo("north").then().statusCode(429);
    } finally {
      jdbi.useHandle(
          handle -> handle.execute("DELETE FROM upload_job WHERE source_system = 'crowd'"));
    }
  }

  @Test
  void theDraftOfTheIetfIsNotSpokenUnlessTurnedOn() {
    given()
        .header("Upload-Complete", "?0")
        .header("Upload-Length", "10")
        .post("/api/uploads/")
        .then()
        .statusCode(412)
        .body("code", equalTo("tus_version"));
  }

  /** Adds unfinished jobs until the center has exactly so many. */
  private void fillQueue(String center, int wanted) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO upload_job (id, center_key, kind, media_type, content_hash,
                        size_bytes, blob_key, ingest_mode, source_system, retention_policy, status,
                        change_number)
                    SELECT gen_random_uuid(), :center, 'report', 'application/pdf',
                        lpad(n::text, 64, '0'), 1, 'raw/' || :center || '/' || n, 'api', 'crowd',
                        'preserve_source', 'pending', 0
                    FROM generate_series(1, :wanted - (SELECT count(*) FROM upload_job
                        WHERE center_key = :center AND status IN
                            ('pending', 'processing', 'retrying', 'cancel_requested'))) AS n
                    """)
                .bind("center", center)
                .bind("wanted", wanted)
                .execute());
  }

  private static Response uploadTo(String center) {
    return given()
        .multiPart("center_key", center)
        .multiPart("file", "a.pdf", report())
        .post("/api/upload/");
  }

  private static Response begin(String center) {
    String key = Base64.getEncoder().encodeToString(center.getBytes(StandardCharsets.US_ASCII));
    return given()
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", "10")
        .header("Upload-Metadata", "center_key " + key)
        .post("/api/uploads/");
  }

  @Test
  @Scenario("A10")
  void twentyParallelUploadsOfOneFileMakeOneJobAndOneBlob() throws Exception {
    byte[] report = report();
    long before = blobFiles();
    ExecutorService senders = Executors.newFixedThreadPool(20);
    List<Callable<Response>> sends =
        IntStream.range(0, 20)
            .mapToObj(i -> (Callable<Response>) () -> upload(report, i + ".pdf"))
            .toList();
    List<Future<Response>> answers = senders.invokeAll(sends);
    senders.shutdown();
    Set<String> ids =
        answers.stream()
            .map(answer -> value(answer).<String>path("upload_id"))
            .collect(Collectors.toSet());
    assertThat(ids).hasSize(1);
    assertThat(answers.stream().filter(answer -> value(answer).statusCode() == 201)).hasSize(1);
    assertThat(blobFiles()).isEqualTo(before + 1);
  }

  @Test
  void anIdempotencyKeyIsBoundToItsContent() {
    String key = UUID.randomUUID().toString();
    given()
        .header("Idempotency-Key", key)
        .multiPart("idempotency_key", "another")
        .multiPart("file", "a.pdf", report())
        .post("/api/upload/")
        .then()
        .statusCode(201);
    long before = blobFiles();
    given()
        .header("Idempotency-Key", key)
        .multiPart("file", "a.pdf", report())
        .post("/api/upload/")
        .then()
        .statusCode(409)
        .body("code", equalTo("idempotency_conflict"));
    assertThat(blobFiles()).isEqualTo(before);
  }

  @Test
  @Scenario({"A15", "A17", "A18", "A20"})
  void whatIsNoReportAndNoVideoIsRefusedAndLeavesNothing() {
    long jobs = jobs();
    long before = blobFiles();
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 0};
    refused(upload(png, "bild.pdf"), 415, "unsupported_media_type");
    refused(
        upload("nur Text".getBytes(StandardCharsets.UTF_8), "a.mp4"),
        415,
        "unsupported_media_type");
    refused(upload(report(), "film.mp4"), 415, "media_type_mismatch");
    refused(upload(new byte[0], "leer.pdf"), 400, "empty_file");
    refused(given().multiPart("center_key", "local").post("/api/upload/"), 400, "missing_file");
    refused(
        given().multiPart("patient", "x").multiPart("file", "a.pdf", report()).post("/api/upload/"),
        400,
        "unknown_field");
    refused(
        given()
            .multiPart("center_key", "nowhere")
            .multiPart("file", "a.pdf", report())
            .post("/api/upload/"),
        400,
        "unknown_center");
    refused(
        given()
            .multiPart("center_name", "north")
            .multiPart("center_key", "local")
            .multiPart("file", "a.pdf", report())
            .post("/api/upload/"),
        400,
        "center_conflict");
    refused(upload(report(), "x".repeat(513) + ".pdf"), 400, "invalid_filename");
    assertThat(jobs()).isEqualTo(jobs);
    assertThat(blobFiles()).isEqualTo(before);
  }

  @Test
  @Scenario("A19")
  void aFileOfExactlyTheLimitIsAcceptedAndOneByteMoreIsNot() {
    byte[] largest = new byte[1_000_000];
    System.arraycopy(report(), 0, largest, 0, 50);
    upload(largest, "a.pdf").then().statusCode(201);
    byte[] larger = new byte[1_000_001];
    System.arraycopy(report(), 0, larger, 0, 50);
    long before = blobFiles();
    refused(upload(larger, "a.pdf"), 413, "file_too_large");
    assertThat(blobFiles()).isEqualTo(before);
  }

  @Test
  @Scenario("A19")
  void anAnnouncedLengthAboveTheLimitIsRefusedBeforeTheBodyIsSent() throws IOException {
    String head =
        http(
            "POST /api/upload/ HTTP/1.1",
            "Host: localhost",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Length: 9999999999",
            "Expect: 100-continue",
            "");
    assertThat(rawAnswer(head)).contains("413").contains("file_too_large");
  }

  @Test
  void aBodyWithoutPartsIsRefused() throws IOException {
    String request =
        http(
            "POST /api/upload/ HTTP/1.1",
            "Host: localhost",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Length: 10",
            "",
            "no parts");
    assertThat(rawAnswer(request)).contains("400 Bad Request").contains("\"code\"");
  }

  @Test
  void anUploadCutInTheMiddleLeavesNothing() throws IOException {
    long before = blobFiles();
    long jobs = jobs();
    URI address = base();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          http(
              "POST /api/upload/ HTTP/1.1",
              "Host: localhost",
              "Content-Length: 500000",
              "Content-Type: multipart/form-data; boundary=x",
              "",
              "--x",
              "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"",
              "",
              "%PDF-1.7");
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(new byte[100_000]);
      out.flush();
    }
    org.awaitility.Awaitility.await()
        .during(java.time.Duration.ofSeconds(1))
        .atMost(java.time.Duration.ofSeconds(10))
        .until(() -> stagedFiles() == 0);
    assertThat(blobFiles()).isEqualTo(before);
    assertThat(jobs()).isEqualTo(jobs);
  }

  @Test
  void anUnchangedStatusIsNotSentAgainAndAnActiveJobSaysWhenToAskAgain() {
    String id = upload(report(), "a.pdf").path("upload_id");
    Response first = given().get("/api/upload/" + id + "/status/");
    first
        .then()
        .statusCode(200)
        .header("Retry-After", "2")
        .body("retryable", equalTo(false))
        .body("max_retries", equalTo(3))
        .body("cleanup_status", equalTo("pending"))
        .body("progress.percent", equalTo(0))
        .body("links.events", equalTo("/api/upload/" + id + "/events"));
    String tag = first.header("ETag");
    given()
        .header("If-None-Match", tag)
        .get("/api/upload/" + id + "/status")
        .then()
        .statusCode(304)
        .header("ETag", tag);
    end(id);
    given()
        .header("If-None-Match", tag)
        .get("/api/upload/" + id + "/status")
        .then()
        .statusCode(200)
        .header("Retry-After", org.hamcrest.Matchers.nullValue())
        .body("error_code", equalTo("encode_failed"))
        .body("error_detail", equalTo("The video could not be encoded."));
  }

  @Test
  void theEventsOfAnUploadEndWithItsJob() throws Exception {
    String id = upload(report(), "a.pdf").path("upload_id");
    ExecutorService listener = Executors.newSingleThreadExecutor();
    Future<String> events =
        listener.submit(() -> given().get("/api/upload/" + id + "/events").asString());
    org.awaitility.Awaitility.await()
        .pollDelay(java.time.Duration.ofMillis(500))
        .until(() -> !events.isDone());
    end(id);
    assertThat(events.get(20, java.util.concurrent.TimeUnit.SECONDS))
        .contains("\"status\":\"pending\"", "\"status\":\"error\"");
    listener.shutdown();
    assertThat(given().get("/api/upload/" + id + "/events").asString())
        .contains("\"status\":\"error\"");
    given().get("/api/upload/" + UUID.randomUUID() + "/events").then().statusCode(404);
  }

  @Test
  void anAnnouncedDigestMustBeTheOneOfTheBytes() throws Exception {
    byte[] report = report();
    byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(report);
    String hex = java.util.HexFormat.of().formatHex(digest);
    String header = "sha-256=:" + java.util.Base64.getEncoder().encodeToString(digest) + ":";
    long before = blobFiles();
    refused(digested(report, "0".repeat(64), header), 422, "digest_mismatch");
    refused(digested(report(), hex, "sha-512=:AA==:"), 422, "digest_mismatch");
    refused(
        digested(report(), hex.toUpperCase(java.util.Locale.ROOT), header), 422, "digest_mismatch");
    refused(digested(report, "no digest", header), 400, "invalid_parameter");
    refused(digested(report, hex, "sha-256=:AA==:"), 400, "invalid_parameter");
    assertThat(blobFiles()).isEqualTo(before);
    digested(report, hex, header).then().statusCode(201);
  }

  @Test
  void aKeyStillBeingReceivedKeepsOthersOut() throws IOException {
    String key = UUID.randomUUID().toString();
    URI address = base();
    try (Socket first = new Socket(address.getHost(), address.getPort())) {
      String head =
          http(
              "POST /api/upload/ HTTP/1.1",
              "Host: localhost",
              "Content-Length: 500000",
              "Idempotency-Key: " + key,
              "Content-Type: multipart/form-data; boundary=x",
              "",
              "--x",
              "Content-Disposition: form-data; name=\"center_key\"",
              "",
              "local",
              "--x",
              "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"",
              "",
              "%PDF-1.7");
      first.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      first.getOutputStream().write(new byte[100_000]);
      first.getOutputStream().flush();
      org.awaitility.Awaitility.await().until(() -> claims(key) == 1);
      Response second = keyed(key);
      refused(second, 409, "idempotency_in_progress");
      assertThat(second.header("Retry-After")).isNotNull();
    }
    org.awaitility.Awaitility.await().until(() -> claims(key) == 0);
    keyed(key).then().statusCode(201);
    assertThat(claims(key)).isZero();
  }

  @Test
  void aTricklingBodyIsEndedAndLeavesNothing() throws Exception {
    long before = blobFiles();
    URI address = base();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          http(
                  "POST /api/upload/ HTTP/1.1",
                  "Host: localhost",
                  "Content-Length: 500000",
                  "Content-Type: multipart/form-data; boundary=x",
                  "",
                  "--x",
                  "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"",
                  "",
                  "%PDF-1.7")
              .getBytes(StandardCharsets.UTF_8));
      StringBuilder answer = new StringBuilder();
      while (socket.getInputStream().available() == 0) {
        out.write("slow".getBytes(StandardCharsets.UTF_8));
        out.flush();
        java.util.concurrent.TimeUnit.MILLISECONDS.sleep(50);
      }
      byte[] piece = new byte[4_096];
      while (answer.indexOf("}") < 0) {
        int count = socket.getInputStream().read(piece);
        if (count < 0) {
          break;
        }
        answer.append(new String(piece, 0, count, StandardCharsets.UTF_8));
      }
      assertThat(answer).contains("408").contains("request_too_slow");
    }
    assertThat(blobFiles()).isEqualTo(before);
    org.awaitility.Awaitility.await().until(() -> stagedFiles() == 0);
  }

  @Test
  void namesThatAreNoPlainNamesAreRefused() throws IOException {
    long before = blobFiles();
    for (String name : List.of("../../etc/passwd.pdf", "C:\\\\a.pdf", "/a.pdf", "..", " ")) {
      assertThat(rawAnswer(named(name))).as(name).contains("400 ").contains("invalid_filename");
    }
    assertThat(rawAnswer(named("a\u0000.pdf"))).contains("400 ").contains("\"code\"");
    assertThat(rawAnswer(named("x".repeat(1_000_000) + ".pdf")))
        .contains("400 ")
        .contains("malformed_request");
    assertThat(blobFiles()).isEqualTo(before);
  }

  private static String named(String name) {
    String body =
        http(
            "--x",
            "Content-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"",
            "",
            "%PDF-1.7",
            "--x--");
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return http(
            "POST /api/upload/ HTTP/1.1",
            "Host: localhost",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Length: " + length,
            "")
        + body;
  }

  private static Response digested(byte[] content, String field, String header) {
    return given()
        .header("Repr-Digest", header)
        .multiPart("center_key", "local")
        .multiPart("sha256", field)
        .multiPart("file", "a.pdf", content)
        .post("/api/upload/");
  }

  private static Response keyed(String key) {
    return given()
        .header("Idempotency-Key", key)
        .multiPart("center_key", "local")
        .multiPart("file", "a.pdf", report())
        .post("/api/upload/");
  }

  private long claims(String key) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM idempotency_claim WHERE claim_key = :key")
                .bind("key", key)
                .mapTo(Long.class)
                .one());
  }

  private void end(String id) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                """
                UPDATE upload_job SET status = 'error', error_code = 'encode_failed',
                    finished_at = now(), change_number = nextval('upload_job_change')
                WHERE id = ?
                """,
                UUID.fromString(id)));
  }

  @Test
  void foreignAndMissingJobsAreAnsweredAlike() {
    String id = upload(report(), "a.pdf").path("upload_id");
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("UPDATE upload_job SET center_key = 'elsewhere' WHERE id = :id")
                .bind("id", UUID.fromString(id))
                .execute());
    String foreign = body("/api/upload/" + id + "/status/");
    String missing = body("/api/upload/" + UUID.randomUUID() + "/status/");
    assertThat(foreign).isEqualTo(missing).contains("not_found");
    assertThat(body("/api/upload/not-an-id/status/")).isEqualTo(missing);
  }

  @Test
  void aPageOfAnotherOriginCannotActForTheLocalOperator() {
    given()
        .header("Origin", "http://evil.example")
        .multiPart("file", "a.pdf", report())
        .post("/api/upload/")
        .then()
        .statusCode(403)
        .body("code", equalTo("forbidden"));
  }

  @Test
  void aForeignNameForThisAddressIsRefused() throws IOException {
    String request = http("GET /api/jobs/ HTTP/1.1", "Host: evil.example", "", "");
    assertThat(rawAnswer(request)).contains("403 Forbidden");
    String own = http("GET /api/jobs/ HTTP/1.1", "Host: 127.0.0.1:8080", "", "");
    assertThat(rawAnswer(own)).contains("200 OK");
  }

  @Test
  void jobsArePagedNewestFirst() {
    upload(report(), "a.pdf");
    String newest = upload(report(), "b.pdf").path("upload_id");
    Response first = given().get("/api/jobs/?limit=1");
    first.then().statusCode(200).body("results", hasSize(1)).body("results[0].id", equalTo(newest));
    given()
        .get("/api/jobs/?limit=1&before=" + first.path("next"))
        .then()
        .body("results[0].id", not(equalTo(newest)));
    given().get("/api/jobs/?status=nonsense").then().statusCode(400);
    given().get("/api/jobs/?before=1").then().statusCode(400);
  }

  private static Response upload(byte[] content, String name) {
    RequestSpecification form = given().multiPart("center_key", "local");
    return form.multiPart("file", name, content).post("/api/upload/");
  }

  private static void refused(
      Response answer, int status, @org.jspecify.annotations.Nullable String code) {
    answer.then().statusCode(status).contentType("application/problem+json");
    if (code != null) {
      answer.then().body("code", equalTo(code)).body("error", equalTo(answer.path("detail")));
    }
  }

  private static byte[] report() {
    return ("%PDF-1.7\n% " + UUID.randomUUID() + "\n%%EOF\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String body(String path) {
    return given().get(path).asString().replaceAll("\"trace_id\":\"[^\"]*\"", "");
  }

  private static String http(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private static URI base() {
    return URI.create("http://localhost:" + io.restassured.RestAssured.port);
  }

  private static String rawAnswer(String head) throws IOException {
    try (Socket socket = new Socket(base().getHost(), base().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      StringBuilder answer = new StringBuilder();
      byte[] piece = new byte[4_096];
      while (answer.indexOf("}") < 0) {
        int count = socket.getInputStream().read(piece);
        if (count < 0) {
          break;
        }
        answer.append(new String(piece, 0, count, StandardCharsets.UTF_8));
      }
      return answer.toString();
    }
  }

  private static Response value(Future<Response> answer) {
    try {
      return answer.get();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private String column(String id, String name) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT " + name + " FROM upload_job WHERE id = :id")
                .bind("id", UUID.fromString(id))
                .mapTo(String.class)
                .one());
  }

  private long jobs() {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT count(*) FROM upload_job").mapTo(Long.class).one());
  }

  private long blobFiles() {
    return files(blobs.resolve("raw"));
  }

  private long stagedFiles() {
    return files(blobs.resolve(".staging"));
  }

  private static long files(Path folder) {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
