package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The resumable upload of a hub in raw HTTP, through the one origin. */
@ResourceLock(RunningHub.NAME)
class HubResumableTest {
  private static final int MEBIBYTE = 1_048_576;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TYPE = "application/offset+octet-stream";

  private final RunningHub hub = RunningHub.get();
  private final Calls north = hub.as(List.of("upload:write", "upload:read"), "north");

  @Test
  @Scenario("A35")
  void anUploadCutInTheMiddleGoesOnWhereItStoodAndBecomesOneJobOfTheWholeFile() throws Exception {
    byte[] report = new byte[MEBIBYTE + 777];
    new Random().nextBytes(report);
    System.arraycopy("%PDF-1.7".getBytes(StandardCharsets.US_ASCII), 0, report, 0, 8);
    int half = MEBIBYTE;
    String upload = create(report.length);
    try (Socket line = begin(upload, Arrays.copyOf(report, half), report.length)) {
      await().atMost(SOON).until(() -> arrived(upload) >= half && line.isConnected());
    }
    await().atMost(SOON).pollInterval(Duration.ofMillis(200)).until(() -> offset(upload) == half);
    HttpResponse<String> head = head(upload);
    assertThat(head.headers().firstValue("Upload-Length"))
        .hasValue(Integer.toString(report.length));
    assertThat(head.headers().firstValue("Cache-Control")).hasValue("no-store");
    byte[] rest = Arrays.copyOfRange(report, half, report.length);
    HttpResponse<String> last = patch(upload, half, rest);
    assertThat(last.statusCode()).as(last.body()).isEqualTo(204);
    assertThat(offset(upload)).isEqualTo(report.length);
    String jobs =
        "SELECT count(*) FROM upload_job WHERE content_hash = '" + Drops.sha256(report) + "'";
    assertThat(hub.database().value("ingest_gateway", jobs)).isEqualTo("1");
  }

  @Test
  @Scenario("A36")
  void aWrongOffsetOrChecksumIsRefusedAndTheOffsetHolds() {
    byte[] report = RunningHub.report("Befund");
    String upload = create(report.length);
    assertThat(patch(upload, 0, Arrays.copyOf(report, 10)).statusCode()).isEqualTo(204);
    HttpResponse<String> wrongOffset = patch(upload, 4, Arrays.copyOfRange(report, 4, 20));
    assertThat(wrongOffset.statusCode()).isEqualTo(409);
    assertThat(offset(upload)).isEqualTo(10);
    String checksum = "sha256 " + Base64.getEncoder().encodeToString(new byte[32]);
    HttpResponse<String> wrongBytes =
        patch(upload, 10, Arrays.copyOfRange(report, 10, 20), "Upload-Checksum", checksum);
    assertThat(wrongBytes.statusCode()).isEqualTo(460);
    assertThat(offset(upload)).isEqualTo(10);
  }

  private String create(int length) {
    HttpResponse<String> made =
        north.send(
            "POST",
            "/api/uploads/",
            new byte[0],
            "Tus-Resumable",
            "1.0.0",
            "Upload-Length",
            Integer.toString(length),
            "Upload-Metadata",
            "filename " + base64("a.pdf") + ",center_key " + base64("north"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
  }

  /** Size of what lies sealed on the hub's disk. */
  private long arrived(String upload) throws IOException {
    String id = upload.substring(upload.lastIndexOf('/') + 1);
    Path parts =
        hub.suite().data().resolve("blobs/.uploads/ingest-gateway").resolve(id).resolve("parts");
    return Files.exists(parts) ? Files.size(parts) : 0;
  }

  /** Announces everything, sends a part and leaves the line open. */
  private Socket begin(String upload, byte[] part, int announced) throws IOException {
    URI address = URI.create(north.address());
    String head =
        String.join(
            "\r\n",
            "PATCH " + upload + " HTTP/1.1",
            "Host: " + address.getAuthority(),
            "Authorization: Bearer " + north.token(),
            "Tus-Resumable: 1.0.0",
            "Upload-Offset: 0",
            "Content-Type: " + TYPE,
            "Content-Length: " + announced,
            "",
            "");
    Socket line = new Socket(address.getHost(), address.getPort());
    line.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    line.getOutputStream().write(part);
    line.getOutputStream().flush();
    return line;
  }

  private HttpResponse<String> patch(String upload, int offset, byte[] bytes, String... more) {
    List<String> headers =
        new java.util.ArrayList<>(
            List.of("Tus-Resumable", "1.0.0", "Content-Type", TYPE, "Upload-Offset"));
    headers.add(Integer.toString(offset));
    headers.addAll(Arrays.asList(more));
    return north.send("PATCH", upload, bytes, headers.toArray(String[]::new));
  }

  private HttpResponse<String> head(String upload) {
    return north.send("HEAD", upload, new byte[0], "Tus-Resumable", "1.0.0");
  }

  private long offset(String upload) {
    HttpResponse<String> head = head(upload);
    assertThat(head.statusCode()).isIn(200, 423);
    return head.headers().firstValueAsLong("Upload-Offset").orElse(-1);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
