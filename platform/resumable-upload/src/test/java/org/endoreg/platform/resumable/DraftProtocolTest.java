package org.endoreg.platform.resumable;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The draft of the IETF on the addresses of tus, where it is turned on. */
@QuarkusTest
@QuarkusTestResource(DatabaseTestResource.class)
class DraftProtocolTest {
  private static final String ALL = "/api/uploads/";
  private static final String PARTIAL = "application/partial-upload";

  private final TestBoundary boundary;
  private final TusClient client = TusClient.ofTheTest();
  private final byte[] file = new byte[1_000];

  DraftProtocolTest(TestBoundary boundary) {
    this.boundary = boundary;
    new Random().nextBytes(file);
  }

  @Test
  void aFileInThreeRequestsBecomesOneJobWithItsLastByte() throws Exception {
    HttpResponse<String> begun =
        send("POST", ALL, part(0, 300), "Upload-Complete", "?0", "Upload-Length", "1000");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
    assertThat(header(begun, "Upload-Complete")).isEqualTo("?0");
    assertThat(header(begun, "Upload-Limit")).startsWith("max-size=50000000, max-age=");
    assertThat(header(begun, "Tus-Resumable")).isEmpty();
    String path = header(begun, "Location");
    HttpResponse<String> head = send("HEAD", path, new byte[0]);
    assertThat(head.statusCode()).isEqualTo(204);
    assertThat(header(head, "Upload-Offset")).isEqualTo("300");
    assertThat(header(head, "Upload-Length")).isEqualTo("1000");
    assertThat(header(head, "Upload-Complete")).isEqualTo("?0");
    assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
    HttpResponse<String> middle = append(path, 300, 600, "?0");
    assertThat(middle.statusCode()).isEqualTo(204);
    assertThat(header(middle, "Upload-Offset")).isEqualTo("600");
    HttpResponse<String> last = append(path, 600, 1_000, "?1");
    assertThat(last.statusCode()).as(last.body()).isEqualTo(204);
    assertThat(header(last, "Upload-Complete")).isEqualTo("?1");
    assertThat(header(last, "X-Upload-Job-Id")).hasSize(36);
    assertThat(boundary.of(TusClient.id(path)).blob().sha256().value())
        .isEqualTo(java.util.HexFormat.of().formatHex(sha256()));
    assertThat(header(client.head(path), "Upload-Offset")).as("the same in tus").isEqualTo("1000");
  }

  @Test
  void aFileInOneRequestIsCheckedByItsDigest() throws Exception {
    String digest = "sha-256=:" + Base64.getEncoder().encodeToString(sha256()) + ":";
    HttpResponse<String> whole =
        send("POST", ALL, file, "Upload-Complete", "?1", "Repr-Digest", digest);
    assertThat(whole.statusCode()).as(whole.body()).isEqualTo(201);
    assertThat(header(whole, "Upload-Complete")).isEqualTo("?1");
    file[7] ^= 1;
    HttpResponse<String> other =
        send("POST", ALL, file, "Upload-Complete", "?1", "Repr-Digest", digest);
    assertThat(other.statusCode()).isEqualTo(460);
    HttpResponse<String> begun =
        send(
            "POST",
            ALL,
            part(0, 9),
            "Upload-Complete",
            "?0",
            "Upload-Length",
            "1000",
            "Repr-Digest",
            digest);
    HttpResponse<String> refused = append(header(begun, "Location"), 9, 1_000, "?1");
    assertThat(refused.statusCode()).isEqualTo(460);
    assertThat(header(refused, "Upload-Complete")).as("it speaks of the file").isEqualTo("?1");
  }

  @Test
  void aWrongOffsetIsToldTheRightOne() throws Exception {
    String path = begun();
    HttpResponse<String> wrong = append(path, 500, 600, "?0");
    assertThat(wrong.statusCode()).isEqualTo(409);
    assertThat(header(wrong, "Upload-Offset")).isEqualTo("300");
    assertThat(wrong.body())
        .contains("#mismatching-upload-offset", "\"expected-offset\":300")
        .contains("\"provided-offset\":500", "\"code\":\"offset_conflict\"");
    assertThat(send("DELETE", path, new byte[0]).statusCode()).isEqualTo(204);
    assertThat(send("HEAD", path, new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void whatContradictsItselfIsRefused() throws Exception {
    String path = begun();
    assertThat(append(path, 300, 900, "?1").statusCode()).as("not the end").isEqualTo(400);
    assertThat(append(path, 300, 310, "yes").statusCode()).isEqualTo(400);
    assertThat(
            send("PATCH", path, part(300, 310), "Upload-Complete", "?0", "Upload-Offset", "300")
                .statusCode())
        .isEqualTo(415);
    assertThat(header(send("HEAD", path, new byte[0]), "Upload-Offset")).isEqualTo("300");
    assertThat(send("POST", ALL, file, "Upload-Complete", "?0").statusCode())
        .as("without a length")
        .isEqualTo(400);
    assertThat(
            send("POST", ALL, file, "Upload-Complete", "?1", "Upload-Length", "999").statusCode())
        .isEqualTo(400);
    assertThat(
            send("POST", ALL, file, "Upload-Complete", "?1", "Upload-Draft-Interop-Version", "3")
                .statusCode())
        .as("a draft long gone")
        .isEqualTo(412);
    assertThat(header(send("OPTIONS", ALL, new byte[0]), "Accept-Patch")).isEqualTo(PARTIAL);
  }

  private String begun() throws Exception {
    HttpResponse<String> begun =
        send("POST", ALL, part(0, 300), "Upload-Complete", "?0", "Upload-Length", "1000");
    return header(begun, "Location");
  }

  private HttpResponse<String> append(String path, int from, int to, String complete)
      throws Exception {
    return send(
        "PATCH",
        path,
        part(from, to),
        "Content-Type",
        PARTIAL,
        "Upload-Offset",
        Integer.toString(from),
        "Upload-Complete",
        complete);
  }

  private HttpResponse<String> send(String verb, String path, byte[] body, String... headers)
      throws Exception {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Tus-Resumable";
    all[headers.length + 1] = "";
    return client.send(verb, path, body, all);
  }

  private byte[] part(int from, int to) {
    return Arrays.copyOfRange(file, from, to);
  }

  private byte[] sha256() throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(file);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
