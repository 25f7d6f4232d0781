package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A file whose sending is cut at fifty random places arrives whole, and hardly a byte is sent
 * twice. {@code -Dcut.bytes=2147483648} repeats it with two gibibytes.
 */
@ResourceLock(RunningDemo.NAME)
class CutUploadTest {
  private static final long SIZE = Long.getLong("cut.bytes", 40L << 20);
  private static final int CUTS = 50;
  private static final long SEED = 20_261_125;
  private static final int PIECE = 65_536;
  private static final long MEBIBYTE = 1 << 20;
  private static final Pattern HEAP =
      Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E+]+)");

  private final SuiteProcess suite = RunningDemo.suite();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Random random = new Random(SEED);
  private long sent;
  private long largestHeap;

  @Test
  @Scenario("A35")
  void fiftyCutsLoseNothingAndRepeatAlmostNothing() throws Exception {
    URI upload = create();
    for (int cut = 0; cut < CUTS; cut++) {
      long from = offset(upload);
      long left = SIZE - from;
      long some = Math.max(1, (long) (random.nextDouble() * 2 * left / (CUTS - cut)));
      send(upload, from, Math.min(some, left - 1), cut % 2 == 0);
      largestHeap = Math.max(largestHeap, heapOfTheGateway());
    }
    long from = offset(upload);
    send(upload, from, SIZE - from, false);
    await().atMost(Duration.ofMinutes(5)).until(() -> head(upload).statusCode() < 500);
    HttpResponse<Void> end = head(upload);
    assertThat(end.headers().firstValue("Upload-Offset")).hasValue(Long.toString(SIZE));
    assertThat(end.headers().firstValue("X-Upload-Job-Id"))
        .as("the job exists only when the announced digest held")
        .isPresent();
    assertThat(sent).isLessThanOrEqualTo(SIZE * 102 / 100 + CUTS * MEBIBYTE);
    assertThat(largestHeap).isLessThan(128 * MEBIBYTE);
    System.out.printf(
        "cut upload: %d bytes, %d sent (%.4f), heap at most %d MiB%n",
        SIZE, sent, (double) sent / SIZE, largestHeap / MEBIBYTE);
  }

  private URI create() throws Exception {
    String metadata =
        "filename "
            + base64("report.pdf")
            + ",sha256 "
            + base64(digest())
            + ",source_system "
            + base64("cut-upload");
    HttpResponse<Void> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(suite.address() + "/api/uploads/"))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Long.toString(SIZE))
                .header("Upload-Metadata", metadata)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(201);
    return URI.create(suite.address())
        .resolve(answer.headers().firstValue("Location").orElseThrow());
  }

  private long offset(URI upload) throws Exception {
    await().atMost(Duration.ofMinutes(2)).until(() -> head(upload).statusCode() == 200);
    return Long.parseLong(head(upload).headers().firstValue("Upload-Offset").orElseThrow());
  }

  private HttpResponse<Void> head(URI upload) throws Exception {
    return http.send(
        HttpRequest.newBuilder(upload)
            .header("Tus-Resumable", "1.0.0")
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }

  /** Announces all that is left, sends {@code count} bytes of it and closes, or tears, the line. */
  private void send(URI upload, long from, long count, boolean torn) throws IOException {
    try (Socket line = new Socket()) {
      // what waits in this machine's own buffer when the line tears says nothing of the hub
      line.setSendBufferSize(PIECE);
      line.setSoTimeout(120_000);
      line.connect(new InetSocketAddress(upload.getHost(), upload.getPort()));
      OutputStream out = line.getOutputStream();
      out.write(
          String.join(
                  "\r\n",
                  "PATCH " + upload.getRawPath() + " HTTP/1.1",
                  "Host: " + upload.getAuthority(),
                  "Tus-Resumable: 1.0.0",
                  "Upload-Offset: " + from,
                  "Content-Type: application/offset+octet-stream",
                  "Content-Length: " + (SIZE - from),
                  "",
                  "")
              .getBytes(StandardCharsets.US_ASCII));
      for (long done = 0; done < count; ) {
        int piece = (int) Math.min(PIECE, count - done);
        out.write(content(from + done, piece));
        done += piece;
        sent += piece;
      }
      out.flush();
      if (torn) {
        line.setSoLinger(true, 0);
      } else if (count == SIZE - from) {
        InputStream answer = line.getInputStream();
        assertThat(answer.read()).isPositive();
      }
    }
  }

  private static String digest() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (long at = 0; at < SIZE; at += PIECE) {
      digest.update(content(at, (int) Math.min(PIECE, SIZE - at)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The bytes of the file at any place, so that it needs not lie anywhere. */
  private static byte[] content(long at, int length) {
    byte[] bytes = new byte[length];
    byte[] head = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < length; i++) {
      long place = at + i;
      bytes[i] = place < head.length ? head[(int) place] : (byte) ((place * 2_654_435_761L) >>> 13);
    }
    return bytes;
  }

  private long heapOfTheGateway() throws Exception {
    int port = suite.part("ingest-gateway").port();
    String metrics =
        http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    double used = 0;
    for (Matcher area = HEAP.matcher(metrics); area.find(); ) {
      used += Double.parseDouble(area.group(1));
    }
    return (long) used;
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }
}
