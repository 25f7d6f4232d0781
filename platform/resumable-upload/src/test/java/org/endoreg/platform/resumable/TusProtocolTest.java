package org.endoreg.platform.resumable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.rules.Scenario;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every promise of the protocol, and every way a sender may break it. */
@QuarkusTest
@QuarkusTestResource(DatabaseTestResource.class)
class TusProtocolTest {
  private static final int MEBIBYTE = 1024 * 1024;

  private final Random random = new Random(5);
  private final Jdbi jdbi;
  private final BlobVault vault;
  private final TestBoundary boundary;
  private final FillableDisk disk;
  private final RunningDigests digests;
  private final LeftoverSweep sweep;
  private final Path blobs;
  private final TusClient client;

  TusProtocolTest(
      Jdbi jdbi,
      BlobVault vault,
      TestBoundary boundary,
      FillableDisk disk,
      RunningDigests digests,
      LeftoverSweep sweep,
      @ConfigProperty(name = "endoreg.blobs.dir") Path blobs) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.boundary = boundary;
    this.disk = disk;
    this.digests = digests;
    this.sweep = sweep;
    this.blobs = blobs;
    this.client = TusClient.ofTheTest();
  }

  @AfterEach
  void emptyTheDisk() {
    disk.free.set(Long.MAX_VALUE);
  }

  @Test
  void optionsTellWhatIsSpoken() throws Exception {
    HttpResponse<String> answer =
        client.send("OPTIONS", "/api/uploads/", new byte[0], "Tus-Resumable", "");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
    assertThat(header(answer, "Tus-Max-Size")).isEqualTo("50000000");
    assertThat(header(answer, "Tus-Extension"))
        .isEqualTo("creation,creation-with-upload,expiration,checksum,termination,concatenation");
    assertThat(header(answer, "Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256");
  }

  @Test
  @Scenario("A35")
  void halfThenTheLineDropsThenTheRest() throws Exception {
    byte[] file = bytes(3 * MEBIBYTE + 77);
    int half = 2 * MEBIBYTE;
    String path = client.created(file.length, "Upload-Metadata", named("befund.PDF"));
    Socket line = client.beginPatch(path, 0, file.length, Arrays.copyOf(file, half));
    awaitParts(path, 2);
    line.close();
    assertThat(client.offset(path)).isEqualTo(half);

    HttpResponse<String> last = client.patch(path, half, rest(file, half));

    assertThat(last.statusCode()).isEqualTo(204);
    assertThat(header(last, "Upload-Offset")).isEqualTo(Integer.toString(file.length));
    FinishedUpload done = boundary.of(TusClient.id(path));
    assertThat(done.blob().sha256().value()).isEqualTo(sha256(file));
    assertThat(done.extension()).isEqualTo("pdf");
    assertThat(stored(done)).isEqualTo(file);
    String job = header(last, "X-Upload-Job-Id");
    HttpResponse<String> head = client.head(path);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "X-Upload-Job-Id")).as("after a lost answer").isEqualTo(job);
    assertThat(header(head, "Upload-Job-Url")).isEqualTo("/api/upload/" + job + "/status/");
    assertThat(header(client.patch(path, file.length, new byte[0]), "X-Upload-Job-Id"))
        .isEqualTo(job);
    HttpResponse<String> repeated = client.patch(path, half, rest(file, half));
    assertThat(repeated.statusCode()).isEqualTo(409);
    assertThat(header(repeated, "X-Upload-Job-Id")).isEqualTo(job);
    assertThat(stagedFiles(path)).isEmpty();
  }

  @Test
  void aNewUploadTellsWhereItIsAndUntilWhenItWaits() throws Exception {
    HttpResponse<String> created = client.create(10);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(header(created, "Tus-Resumable")).isEqualTo("1.0.0");
    String path = header(created, "Location");
    assertThat(path).matches("/api/uploads/[0-9a-f-]{36}");
    Instant expires =
        ZonedDateTime.parse(header(created, "Upload-Expires"), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
    assertThat(expires)
        .isBetween(
            Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
    HttpResponse<String> head = client.head(path);
    assertThat(header(head, "Upload-Offset")).isEqualTo("0");
    assertThat(header(head, "Upload-Length")).isEqualTo("10");
    assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void fiftyCutsAnywhereAndTinyPiecesGiveTheSameFile() throws Exception {
    byte[] file = bytes(4 * MEBIBYTE + 4_321);
    String path = client.created(file.length);
    int at = 0;
    int furthest = 0;
    for (int cut = 0; cut < 50; cut++) {
      int end = Math.min(file.length - 1, at + (cut % 3 == 0 ? 1 : random.nextInt(160_000)));
      if (cut % 2 == 0) {
        client.beginPatch(path, at, file.length - at, Arrays.copyOfRange(file, at, end)).close();
      } else {
        client.patch(path, at, Arrays.copyOfRange(file, at, end));
      }
      int offset = (int) client.offset(path);
      // A cut request may still be on its way when the next one asks.
      furthest = Math.max(furthest, end);
      assertThat(offset).isBetween(at, furthest);
      at = offset;
      if (cut == 30) {
        digests.forget(TusClient.id(path));
      }
    }
    while (boundaryHasNot(path)) {
      at = (int) client.offset(path);
      client.patch(path, at, rest(file, at));
    }
    FinishedUpload done = boundary.of(TusClient.id(path));
    assertThat(done.blob().sha256().value()).isEqualTo(sha256(file));
    assertThat(stored(done)).isEqualTo(file);
  }

  @Test
  @Scenario("A36")
  void wrongRequestsAreRefusedAndLeaveTheOffset() throws Exception {
    String path = client.created(1_000);
    client.patch(path, 0, bytes(300));
    byte[] more = bytes(100);
    assertProblem(client.patch(path, 0, more), 409, "offset_conflict");
    assertThat(header(client.patch(path, 301, more), "Upload-Offset")).isEqualTo("300");
    assertProblem(
        client.send("PATCH", path, more, "Upload-Offset", "300", "Content-Type", "text/plain"),
        415,
        "wrong_content_type");
    HttpResponse<String> version = client.patch(path, 300, more, "Tus-Resumable", "0.2.2");
    assertProblem(version, 412, "tus_version");
    assertThat(header(version, "Tus-Version")).isEqualTo("1.0.0");
    assertProblem(client.patch(path, 300, more, "Tus-Resumable", ""), 412, "tus_version");
    assertProblem(client.patch(path, 300, bytes(701)), 413, "chunk_too_large");
    assertProblem(
        client.send("PATCH", path, more, "Content-Type", "application/offset+octet-stream"),
        400,
        "invalid_parameter");
    assertProblem(
        client.patch(path, 300, more, "Upload-Checksum", "crc32 AAAA"), 400, "invalid_parameter");
    assertThat(client.offset(path)).isEqualTo(300);
  }

  @Test
  void missingForeignAndMalformedIdsLookTheSame() throws Exception {
    String foreign = client.created(10);
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE resumable_upload SET center_key = 'elsewhere' WHERE id = ?",
                TusClient.id(foreign)));
    for (String verb : List.of("HEAD", "PATCH", "DELETE")) {
      for (String path :
          List.of(foreign, "/api/uploads/" + UUID.randomUUID(), "/api/uploads/none")) {
        HttpResponse<String> answer =
            client.send(
                verb,
                path,
                new byte[0],
                "Upload-Offset",
                "0",
                "Content-Type",
                "application/offset+octet-stream");
        assertThat(answer.statusCode()).as("%s %s", verb, path).isEqualTo(404);
      }
    }
  }

  @Test
  void creationIsRefusedWithItsReason() throws Exception {
    assertProblem(client.create(50_000_001), 413, "file_too_large");
    assertThat(client.create(50_000_000).statusCode()).isEqualTo(201);
    assertProblem(client.create(0), 400, "empty_file");
    assertProblem(client.send("POST", "/api/uploads/", new byte[0]), 400, "invalid_parameter");
    assertProblem(metadata("patient bWFpZXI="), 400, "unknown_field");
    assertProblem(metadata("filename ***"), 400, "invalid_parameter");
    assertProblem(metadata("filename"), 400, "invalid_filename");
    assertProblem(metadata("sha256 " + base64("zz")), 400, "invalid_parameter");
    assertProblem(metadata("filename " + "A".repeat(4_100)), 400, "invalid_parameter");
    assertProblem(
        metadata("center_key " + base64("a") + ",center_key " + base64("b")),
        400,
        "invalid_parameter");
    assertProblem(metadata(TusClient.metadata("center_key", "nowhere")), 400, "unknown_center");
    assertProblem(metadata(TusClient.metadata("center_key", "foreign")), 403, "center_forbidden");
    assertProblem(client.create(5, "Upload-Concat", "half"), 400, "invalid_parameter");
    assertProblem(client.create(5, "Tus-Resumable", "2.0.0"), 412, "tus_version");
  }

  private HttpResponse<String> metadata(String header) throws Exception {
    return client.create(10, "Upload-Metadata", header);
  }

  @Test
  void theFileNameIsKeptNowhere() throws Exception {
    String path = client.created(10, "Upload-Metadata", named("mueller-hans.mueller"));
    String row =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT r::text FROM resumable_upload r WHERE id = :id")
                    .bind("id", TusClient.id(path))
                    .mapTo(String.class)
                    .one());
    assertThat(row).doesNotContain("mueller").doesNotContain(base64("mueller-hans.mueller"));
    assertThat(client.head(path).headers().map().toString()).doesNotContain("mueller");
  }

  @Test
  @Scenario("A36")
  void aBadChecksumLeavesTheOffsetAndTheDigest() throws Exception {
    byte[] file = bytes(2 * MEBIBYTE);
    String path = client.created(file.length);
    byte[] first = Arrays.copyOf(file, 1_500_000);
    assertThat(
            client
                .patch(path, 0, first, "Upload-Checksum", checksum("SHA-1", "sha1", first))
                .statusCode())
        .isEqualTo(204);
    byte[] rest = rest(file, first.length);
    byte[] damaged = rest.clone();
    damaged[9] ^= 1;
    assertProblem(
        client.patch(
            path, first.length, damaged, "Upload-Checksum", checksum("SHA-256", "sha256", rest)),
        460,
        "checksum_mismatch");
    assertThat(client.offset(path)).isEqualTo(first.length);
    assertThat(
            client
                .patch(
                    path,
                    first.length,
                    rest,
                    "Upload-Checksum",
                    checksum("SHA-256", "sha256", rest))
                .statusCode())
        .isEqualTo(204);
    assertThat(boundary.of(TusClient.id(path)).blob().sha256().value()).isEqualTo(sha256(file));
  }

  @Test
  void bytesOfACutCheckedRequestAreNotKept() throws Exception {
    byte[] file = bytes(500_000);
    String path = client.created(file.length);
    Socket socket =
        client.beginPatch(
            path,
            0,
            file.length,
            Arrays.copyOf(file, 400_000),
            "Upload-Checksum",
            checksum("SHA-1", "sha1", file));
    socket.close();
    assertThat(client.offset(path)).isZero();
    assertThat(client.patch(path, 0, file).statusCode()).isEqualTo(204);
  }

  @Test
  void aWrongDeclaredDigestLeavesNothing() throws Exception {
    byte[] file = bytes(MEBIBYTE + 3);
    String declared = TusClient.metadata("sha256", sha256(bytes(5)));
    String path = client.created(file.length, "Upload-Metadata", declared);
    assertProblem(client.patch(path, 0, file), 460, "checksum_mismatch");
    assertThat(client.head(path).statusCode()).isEqualTo(404);
    assertNothingLeft(path);
    String right = TusClient.metadata("sha256", sha256(file));
    assertThat(
            client
                .patch(client.created(file.length, "Upload-Metadata", right), 0, file)
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void whatTheServiceRefusesLeavesNothing() throws Exception {
    byte[] file = "REFUSE this".getBytes(StandardCharsets.US_ASCII);
    String path = client.created(file.length);
    assertProblem(client.patch(path, 0, file), 415, "unsupported_media_type");
    assertNothingLeft(path);
    assertThat(client.head(path).statusCode()).isEqualTo(404);
  }

  @Test
  void bytesThatWereAcceptedBeforeAreRemoved() throws Exception {
    byte[] file = "KNOWN! bytes".getBytes(StandardCharsets.US_ASCII);
    String path = client.created(file.length);
    HttpResponse<String> answer = client.patch(path, 0, file);
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "X-Upload-Job-Id")).isNotEmpty();
    assertThat(vault.exists(boundary.of(TusClient.id(path)).blob().key())).isFalse();
  }

  @Test
  void aCompletionThatDiedIsMadeGoodByTheNextRequest() throws Exception {
    byte[] file = bytes(MEBIBYTE + 9);
    String path = client.created(file.length);
    boundary.trouble.set(Optional.of(new IllegalStateException("planted")));
    assertThat(client.patch(path, 0, file).statusCode()).isEqualTo(500);
    digests.forget(TusClient.id(path));

    HttpResponse<String> head = client.head(path);

    assertThat(header(head, "X-Upload-Job-Id")).isNotEmpty();
    FinishedUpload done = boundary.of(TusClient.id(path));
    assertThat(done.blob().sha256().value()).isEqualTo(sha256(file));
    assertThat(stored(done)).isEqualTo(file);
    assertThat(jobs(path)).isEqualTo(1);
  }

  @Test
  void firstBytesMayComeWithTheCreation() throws Exception {
    byte[] file = bytes(10_000);
    HttpResponse<String> half = withUpload(file.length, Arrays.copyOf(file, 4_000));
    assertThat(half.statusCode()).isEqualTo(201);
    assertThat(header(half, "Upload-Offset")).isEqualTo("4000");
    HttpResponse<String> rest = client.patch(header(half, "Location"), 4_000, rest(file, 4_000));
    assertThat(rest.statusCode()).isEqualTo(204);
    HttpResponse<String> whole = withUpload(file.length, file);
    assertThat(header(whole, "X-Upload-Job-Id")).isNotEmpty();
    assertProblem(withUpload(10, bytes(11)), 413, "chunk_too_large");
    long before = openUploads();
    assertProblem(
        withUpload(10, bytes(10), "Upload-Checksum", checksum("SHA-1", "sha1", bytes(3))),
        460,
        "checksum_mismatch");
    assertThat(openUploads()).as("an upload nobody knows of").isEqualTo(before);
  }

  private HttpResponse<String> withUpload(long length, byte[] body, String... headers)
      throws Exception {
    String[] all = Arrays.copyOf(headers, headers.length + 4);
    all[headers.length] = "Upload-Length";
    all[headers.length + 1] = Long.toString(length);
    all[headers.length + 2] = "Content-Type";
    all[headers.length + 3] = "application/offset+octet-stream";
    return client.send("POST", "/api/uploads", body, all);
  }

  @Test
  void aSenderThatSendsMoreThanItSaidKeepsNothingOfIt() throws Exception {
    String path = client.created(1_000);
    client.patch(path, 0, bytes(200));
    try (Socket socket = client.beginPatch(path, 200, -1, bytes(801))) {
      assertThat(TusClient.answer(socket)).startsWith("HTTP/1.1 413");
    }
    assertThat(client.offset(path)).isEqualTo(200);
    assertThat(client.patch(path, 200, bytes(800)).statusCode()).isEqualTo(204);
  }

  @Test
  void theNewestRequestWins() throws Exception {
    byte[] file = bytes(2_000_000);
    String path = client.created(file.length);
    try (Socket older = client.beginPatch(path, 0, file.length, Arrays.copyOf(file, MEBIBYTE))) {
      awaitParts(path, 1);
      long start = System.nanoTime();
      long offset = client.offset(path);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(offset).isEqualTo(MEBIBYTE);
      assertThat(TusClient.answer(older)).startsWith("HTTP/1.1 423");
    }
    assertThat(client.patch(path, MEBIBYTE, rest(file, MEBIBYTE)).statusCode()).isEqualTo(204);
    assertThat(boundary.of(TusClient.id(path)).blob().sha256().value()).isEqualTo(sha256(file));
  }

  @Test
  void manySendersOfOneUploadMakeOneJobOfTheRightBytes() throws Exception {
    byte[] file = bytes(2 * MEBIBYTE + 11);
    String path = client.created(file.length);
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    for (int sender = 0; sender < 4; sender++) {
      int piece = 100_000 + sender * 77_777;
      senders.add(CompletableFuture.runAsync(() -> sendUntilDone(path, file, piece)));
    }
    CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).join();
    assertThat(jobs(path)).isEqualTo(1);
    assertThat(stored(boundary.of(TusClient.id(path)))).isEqualTo(file);
  }

  private void sendUntilDone(String path, byte[] file, int piece) {
    try {
      while (boundaryHasNot(path)) {
        HttpResponse<String> head = client.head(path);
        if (head.statusCode() == 200) {
          int at = Integer.parseInt(header(head, "Upload-Offset"));
          byte[] next = Arrays.copyOfRange(file, at, Math.min(file.length, at + piece));
          assertThat(client.patch(path, at, next).statusCode()).isIn(204, 409, 423);
        }
      }
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void aSenderThatTricklesIsSentAwayWithItsBytesKept() throws Exception {
    String path = client.created(10_000);
    try (Socket slow = client.beginPatch(path, 0, 10_000, bytes(100))) {
      String answer = TusClient.answer(slow);
      assertThat(answer).startsWith("HTTP/1.1 408");
      assertThat(slow.getInputStream().readAllBytes()).asString().contains("request_timeout");
    }
    assertThat(client.offset(path)).isEqualTo(100);
  }

  @Test
  void aFullDiskIsToldAndTheOffsetHolds() throws Exception {
    byte[] file = bytes(20 * MEBIBYTE);
    String path = client.created(file.length);
    client.patch(path, 0, Arrays.copyOf(file, 700));
    disk.free.set(-1);
    assertProblem(client.patch(path, 700, rest(file, 700)), 507, "insufficient_storage");
    assertProblem(client.create(10), 507, "insufficient_storage");
    assertThat(client.offset(path)).isEqualTo(700);
    disk.free.set(Long.MAX_VALUE);
    assertThat(client.offset(path)).isEqualTo(700);
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> patched(path, 700, rest(file, 700)));
    disk.free.set(-1);
    int status = answer.join().statusCode();
    disk.free.set(Long.MAX_VALUE);
    if (status != 204) {
      assertThat(status).isEqualTo(507);
      int offset = (int) client.offset(path);
      assertThat(client.patch(path, offset, rest(file, offset)).statusCode()).isEqualTo(204);
    }
    assertThat(boundary.of(TusClient.id(path)).blob().sha256().value()).isEqualTo(sha256(file));
  }

  private HttpResponse<String> patched(String path, long offset, byte[] body) {
    try {
      return client.patch(path, offset, body);
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void anExpiredUploadIsGoneForGood() throws Exception {
    String path = client.created(1_000);
    client.patch(path, 0, bytes(500));
    assertThat(stagedFiles(path)).isNotEmpty();
    moveExpiry(path, "- interval '1 second'");
    assertThat(client.head(path).statusCode()).isEqualTo(410);
    moveExpiry(path, "+ interval '1 hour'");
    assertProblem(client.patch(path, 500, bytes(10)), 410, "upload_expired");
    sweep.sweep();
    assertThat(stagedFiles(path)).isEmpty();
    assertThat(client.head(path).statusCode()).as("after the sweep").isEqualTo(410);
    moveExpiry(path, "- interval '8 days'");
    sweep.sweep();
    assertThat(client.head(path).statusCode()).as("when forgotten").isEqualTo(404);
  }

  @Test
  void theSweepEndsWhatNobodyAsksForAndTheBlobThatWasNeverAJob() throws Exception {
    byte[] file = bytes(5_000);
    String path = client.created(file.length);
    boundary.trouble.set(Optional.of(new IllegalStateException("planted")));
    client.patch(path, 0, file);
    assertThat(blobFile(path)).as("handed over without a job").isPresent();
    UUID stray = UUID.randomUUID();
    Path folder = Files.createDirectories(staging().resolve(stray.toString()));
    Files.createFile(folder.resolve("parts"));
    String living = client.created(100);
    client.patch(living, 0, bytes(50));
    moveExpiry(path, "- interval '1 second'");

    sweep.sweep();
    sweep.sweepFolders();

    assertThat(blobFile(path)).isEmpty();
    assertThat(folder).doesNotExist();
    assertThat(client.offset(living)).isEqualTo(50);
    assertThat(client.patch(living, 50, bytes(50)).statusCode()).isEqualTo(204);
  }

  @Test
  void aSenderMayEndItsUpload() throws Exception {
    String path = client.created(1_000);
    client.patch(path, 0, bytes(500));
    assertThat(client.send("DELETE", path, new byte[0]).statusCode()).isEqualTo(204);
    assertThat(client.send("DELETE", path, new byte[0]).statusCode()).isEqualTo(404);
    assertNothingLeft(path);
  }

  @Test
  void theMethodMayStandInAHeader() throws Exception {
    String path = client.created(10);
    HttpResponse<String> patched =
        client.send(
            "POST",
            path,
            bytes(4),
            "X-HTTP-Method-Override",
            "PATCH",
            "Upload-Offset",
            "0",
            "Content-Type",
            "application/offset+octet-stream");
    assertThat(patched.statusCode()).isEqualTo(204);
    assertThat(client.offset(path)).isEqualTo(4);
    assertThat(
            client.send("POST", path, new byte[0], "X-HTTP-Method-Override", "DELETE").statusCode())
        .isEqualTo(204);
  }

  @Test
  void piecesArePutTogether() throws Exception {
    byte[] file = bytes(3 * MEBIBYTE + 1);
    int cut = MEBIBYTE + 345;
    String first = client.created(cut, "Upload-Concat", "partial");
    String second = client.created(file.length - cut, "Upload-Concat", "partial");
    client.patch(first, 0, Arrays.copyOf(file, cut));
    String concat = "final;" + first + " http://127.0.0.1" + second;
    HttpResponse<String> early = concatenated(concat);
    assertProblem(early, 409, "conflict");
    HttpResponse<String> done = client.patch(second, 0, rest(file, cut));
    assertThat(done.headers().firstValue("X-Upload-Job-Id")).as("a piece is no file").isEmpty();

    HttpResponse<String> whole = concatenated(concat);

    assertThat(whole.statusCode()).isEqualTo(201);
    String path = header(whole, "Location");
    FinishedUpload finished = boundary.of(TusClient.id(path));
    assertThat(finished.blob().sha256().value()).isEqualTo(sha256(file));
    assertThat(stored(finished)).isEqualTo(file);
    assertThat(header(client.head(path), "Upload-Concat")).isEqualTo(concat);
    assertThat(header(client.head(first), "Upload-Concat")).isEqualTo("partial");
    assertThat(client.patch(path, file.length, new byte[0]).statusCode()).isEqualTo(403);
    assertThat(concatenated(concat).statusCode()).as("asked again").isEqualTo(201);
  }

  private HttpResponse<String> concatenated(String header) throws Exception {
    return client.send("POST", "/api/uploads/", new byte[0], "Upload-Concat", header);
  }

  @Test
  void aCenterHasOnlySoManyUnfinishedUploads() throws Exception {
    String north = TusClient.metadata("center_key", "north");
    int made = 0;
    HttpResponse<String> last = client.create(10, "Upload-Metadata", north);
    while (last.statusCode() == 201 && made < 300) {
      made++;
      last = client.create(10, "Upload-Metadata", north);
    }
    assertThat(made).isEqualTo(100);
    assertProblem(last, 429, "too_many_uploads");
    assertThat(header(last, "Retry-After")).isNotEmpty();
    assertThat(client.create(10).statusCode()).as("another center").isEqualTo(201);
    jdbi.useHandle(
        handle -> handle.execute("DELETE FROM resumable_upload WHERE center_key = 'north'"));
    assertThat(client.create(10, "Upload-Metadata", north).statusCode()).isEqualTo(201);
  }

  @Test
  void whatACenterHasUnfinishedTakesOnlySoManyBytes() throws Exception {
    String north = TusClient.metadata("center_key", "north");
    jdbi.useHandle(
        handle -> handle.execute("DELETE FROM resumable_upload WHERE center_key = 'north'"));
    HttpResponse<String> first = client.create(50_000_000, "Upload-Metadata", north);
    for (int made = 1; made < 20; made++) {
      assertThat(client.create(50_000_000, "Upload-Metadata", north).statusCode()).isEqualTo(201);
    }
    HttpResponse<String> full = client.create(1, "Upload-Metadata", north);
    assertProblem(full, 429, "center_staging_full");
    assertThat(header(full, "Retry-After")).isEqualTo("30");
    assertThat(client.create(1).statusCode()).as("another center").isEqualTo(201);
    assertThat(client.send("DELETE", header(first, "Location"), new byte[0]).statusCode())
        .isEqualTo(204);
    assertThat(client.create(50_000_000, "Upload-Metadata", north).statusCode()).isEqualTo(201);
    jdbi.useHandle(
        handle -> handle.execute("DELETE FROM resumable_upload WHERE center_key = 'north'"));
  }

  /** Until so many whole parts of the upload lie on disk, while its request is still open. */
  /** Less than a mebibyte of sealed bytes is gathered before it is written. */
  private void awaitParts(String path, int parts) {
    Path file = staging().resolve(TusClient.id(path).toString()).resolve("parts");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> Files.exists(file) && Files.size(file) >= (long) parts * MEBIBYTE);
  }

  private boolean boundaryHasNot(String path) {
    return boundary.finished.stream().noneMatch(done -> done.id().equals(TusClient.id(path)));
  }

  private void moveExpiry(String path, String change) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE resumable_upload SET expires_at = now() " + change + " WHERE id = ?",
                TusClient.id(path)));
  }

  private long jobs(String path) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM test_job WHERE upload = :id")
                .bind("id", TusClient.id(path))
                .mapTo(Long.class)
                .one());
  }

  private long openUploads() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM resumable_upload WHERE state = 'open'")
                .mapTo(Long.class)
                .one());
  }

  private void assertNothingLeft(String path) throws IOException {
    assertThat(stagedFiles(path)).isEmpty();
    assertThat(blobFile(path)).isEmpty();
    assertThat(boundaryHasNot(path)).isTrue();
  }

  private Path staging() {
    return blobs.resolve(".uploads/resumable-test");
  }

  private List<Path> stagedFiles(String path) throws IOException {
    Path folder = staging().resolve(TusClient.id(path).toString());
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private Optional<Path> blobFile(String path) throws IOException {
    String name = TusClient.id(path).toString();
    try (Stream<Path> files = Files.walk(blobs.resolve("raw"))) {
      return files.filter(file -> file.endsWith(name)).findFirst();
    }
  }

  private byte[] stored(FinishedUpload upload) throws IOException {
    try (InputStream bytes = vault.stream(upload.blob().key())) {
      return bytes.readAllBytes();
    }
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.headers().firstValue("Tus-Resumable")).contains("1.0.0");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String named(String fileName) {
    return TusClient.metadata("filename", fileName, "filetype", "application/pdf");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String checksum(String algorithm, String name, byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes);
    return name + " " + Base64.getEncoder().encodeToString(digest);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] rest(byte[] file, int from) {
    return Arrays.copyOfRange(file, from, file.length);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
