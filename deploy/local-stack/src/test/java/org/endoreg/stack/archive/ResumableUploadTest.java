package org.endoreg.stack.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.endoreg.platform.resumable.client.TusClient;
import org.endoreg.stack.progress.TransferProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file against a server that cuts, loses and refuses as it is told. */
class ResumableUploadTest {
  private static final int PART = 10_000;
  private static final int SIZE = 3 * PART + 500;
  private static final String JOB = UUID.randomUUID().toString();

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
  private final HttpServer server;
  private Path file = Path.of("");
  private long cutAfter = Long.MAX_VALUE;
  private int creations;
  private String refusal = "";

  ResumableUploadTest() throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    byte[] bytes = new byte[SIZE];
    new Random(7).nextBytes(bytes);
    file = Files.write(folder.resolve("Erika.pdf"), bytes);
    server.createContext("/api/uploads/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aCutFileIsContinuedByTheNextRunAndCountsOnceInTheProgress() throws Exception {
    cutAfter = 2 * PART + 1_234;
    FileUpload.Outcome cut = upload(TransferProgress.silent()).send(file, "north");
    assertThat(cut).isEqualTo(new FileUpload.Busy("no_answer", 0, true));
    assertThat(folder.resolve("unfinished")).isNotEmptyDirectory();
    int before = arrived.size();
    cutAfter = Long.MAX_VALUE;
    TransferProgress progress = TransferProgress.silent();
    assertThat(upload(progress).send(file, "north")).isEqualTo(new FileUpload.Accepted(JOB, true));
    assertThat(creations).isOne();
    assertThat(arrived.toByteArray()).isEqualTo(Files.readAllBytes(file));
    assertThat(folder.resolve("unfinished")).isEmptyDirectory();
    assertThat(progress.doneBytes()).isEqualTo(SIZE);
    assertThat(progress.sentBytes()).isEqualTo(SIZE - before);
  }

  @Test
  void withinOneRunRepeatedBytesAreCountedOnce() throws Exception {
    TransferProgress progress = TransferProgress.silent();
    ResumableUpload upload = upload(progress);
    cutAfter = PART + 10;
    assertThat(upload.send(file, "north")).isInstanceOf(FileUpload.Busy.class);
    cutAfter = Long.MAX_VALUE;
    assertThat(upload.send(file, "north")).isInstanceOf(FileUpload.Accepted.class);
    assertThat(progress.doneBytes()).isEqualTo(SIZE);
    assertThat(progress.sentBytes()).isEqualTo(SIZE);
  }

  @Test
  void whatTheHubSaysDecidesWhetherToWaitOrToGiveUp() throws Exception {
    TransferProgress progress = TransferProgress.silent();
    ResumableUpload upload = upload(progress);
    refusal = "429 center_queue_full";
    assertThat(upload.send(file, "north"))
        .isEqualTo(new FileUpload.Busy("center_queue_full", 30, false));
    refusal = "403 center_forbidden";
    assertThat(upload.send(file, "north")).isEqualTo(new FileUpload.Refused("center_forbidden"));
    refusal = "413 file_too_large";
    assertThat(upload.send(file, "north")).isEqualTo(new FileUpload.Refused("file_too_large"));
    assertThat(progress.sentBytes()).isZero();
  }

  private ResumableUpload upload(TransferProgress progress) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/uploads/");
    return new ResumableUpload(
        new TusClient(address, Optional::empty, Duration.ofSeconds(20)),
        PART,
        new RateLimit(0),
        progress,
        folder.resolve("unfinished"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "POST" -> create(exchange);
        case "HEAD" -> offset(exchange, 200);
        default -> append(exchange);
      }
    }
  }

  private void create(HttpExchange exchange) throws IOException {
    if (!refusal.isEmpty()) {
      byte[] problem =
          ("{\"code\":\"" + refusal.substring(4) + "\"}").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Retry-After", "30");
      exchange.sendResponseHeaders(Integer.parseInt(refusal.substring(0, 3)), problem.length);
      exchange.getResponseBody().write(problem);
      return;
    }
    creations++;
    exchange.getResponseHeaders().add("Location", "/api/uploads/one");
    exchange.sendResponseHeaders(201, -1);
  }

  private void append(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int taken = (int) Math.min(body.length, cutAfter - arrived.size());
    arrived.write(body, 0, taken);
    if (taken == body.length) {
      offset(exchange, 204);
    }
  }

  private void offset(HttpExchange exchange, int status) throws IOException {
    exchange.getResponseHeaders().add("Upload-Offset", Integer.toString(arrived.size()));
    if (arrived.size() == SIZE) {
      exchange.getResponseHeaders().add("X-Upload-Job-Id", JOB);
      exchange.getResponseHeaders().add("X-Upload-Job-Reused", "true");
    }
    exchange.sendResponseHeaders(status, -1);
  }
}
